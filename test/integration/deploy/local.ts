import { join } from 'node:path';
import { ListStackResourcesCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { type Clients, createClients } from '../../../emulator/deploy/clients.ts';
import type { CallCount, Fault } from '../../../emulator/gateway/index.ts';
import { takeDown } from '../../../emulator/lifecycle/down.ts';
import { type Places, placesOf } from '../../../emulator/runtime/places.ts';
import { endpointsOf, type LocalState, readState } from '../../../emulator/runtime/state.ts';
import type { SinkAnswer, SinkEvent } from '../../../emulator/sink/index.ts';
import { eventLine } from '../../../emulator/story/time-line.ts';
import { Skip } from '../harness/define-suite.ts';
import type { Tools } from '../harness/tools.ts';

/** A resource of the deployed stacks. */
export interface Resource {
  readonly type: string;
  readonly logicalId: string;
  readonly physicalId: string;
}

/** The local environment as `npm run local:up` has made it, and what tests ask of it. */
export interface Local {
  readonly tools: Tools;
  readonly places: Places;
  readonly state: LocalState;
  readonly endpoints: ReturnType<typeof endpointsOf>;
  readonly clients: Clients;
  /** What `local:up` printed. */
  readonly output: string;
}

/** Runs `local:up` in a state folder of the suite's own. @throws Skip where Python is missing */
export async function bringUp(tools: Tools): Promise<Local> {
  await needPython(tools);
  const places = {
    ...placesOf(process.env, tools.rootDir, join(tools.workDir, 'local')),
    cacheDir: tools.cacheDir,
  };
  tools.onEnd(() => takeDown({ places, say: () => {}, destroysStacks: false }));
  const output = await runScript(tools, places, 'up', ['--engine', 'ministack']);
  const state = await readState(places.stateDir);
  if (state === undefined) throw new Error(`local:up left no state:\n${output}`);
  const endpoints = endpointsOf(state);
  return { tools, places, state, endpoints, clients: createClients(endpoints), output };
}

async function needPython(tools: Tools): Promise<void> {
  const check = 'import sys, venv; assert sys.version_info >= (3, 10)';
  const hasIt = await tools.run('python3', ['-c', check]).then(
    () => true,
    () => false,
  );
  if (!hasIt) throw new Skip('needs python3 (3.10 or newer, with venv) for the emulator');
}

/** Runs a command of the local environment. @returns what it printed */
export function runScript(
  tools: Tools,
  places: Places,
  script: 'up' | 'down' | 'story',
  args: readonly string[],
): Promise<string> {
  const own = ['--import', 'tsx', `emulator/${script}.ts`, '--state', places.stateDir];
  const env = { TIDEWATCH_CACHE: places.cacheDir };
  return tools.run(process.execPath, [...own, ...args], { cwd: places.rootDir, env });
}

/** All resources of the stacks whose names begin so. */
export async function resourcesOf(
  { clients: { cloudformation } }: Pick<Local, 'clients'>,
  prefix = 'tidewatch-local-',
): Promise<readonly Resource[]> {
  const names = await stackNames({ clients: { cloudformation } }, prefix);
  const all = await Promise.all(
    names.map(async (StackName) => {
      const { StackResourceSummaries = [] } = await cloudformation.send(
        new ListStackResourcesCommand({ StackName }),
      );
      return StackResourceSummaries.map((one) => ({
        type: one.ResourceType ?? '',
        logicalId: one.LogicalResourceId ?? '',
        physicalId: one.PhysicalResourceId ?? '',
      }));
    }),
  );
  return all.flat();
}

/** Stacks that are there, by their names. */
export async function stackNames(
  { clients: { cloudformation } }: { readonly clients: Pick<Clients, 'cloudformation'> },
  prefix: string,
): Promise<readonly string[]> {
  const { StackSummaries = [] } = await cloudformation.send(new ListStacksCommand({}));
  return StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').flatMap(
    ({ StackName = '' }) => (StackName.startsWith(prefix) ? [StackName] : []),
  );
}

/** The name of a resource by its type and a part of its logical id. @throws Error when there is not exactly one */
export function physicalId(resources: readonly Resource[], type: string, part: RegExp): string {
  const found = resources.filter((one) => one.type === type && part.test(one.logicalId));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.physicalId;
  const ids = resources.filter((one) => one.type === type).map(({ logicalId }) => logicalId);
  throw new Error(`${found.length} resources ${type} match ${part}; there are: ${ids.join(', ')}`);
}

/** The name of a stage's function. */
export async function functionName(local: Local, stage: string, prefix?: string): Promise<string> {
  const name = `${stage.charAt(0).toUpperCase()}${stage.slice(1)}`;
  return physicalId(
    await resourcesOf(local, prefix),
    'AWS::Lambda::Function',
    new RegExp(`${name}Function[0-9A-F]{8}$`),
  );
}

/** Invokes a stage and waits for it. @returns its answer @throws Error with its message when it fails */
export async function invoke(local: Local, stage: string, event: unknown, prefix?: string): Promise<unknown> {
  const FunctionName = await functionName(local, stage, prefix);
  const { FunctionError, Payload } = await local.clients.lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new Error(`${stage} failed: ${text.slice(0, 500)}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** What a stage's schedule sends, at a time. */
export function scheduled(task: string, atMs: number) {
  return { task, scheduledAt: new Date(atMs).toISOString() };
}

/** What the sink was sent, oldest first. */
export async function sinkEvents({ endpoints }: Local): Promise<readonly SinkEvent[]> {
  return (await (await fetch(`${endpoints.sink}/control/events`)).json()) as readonly SinkEvent[];
}

/** What the sink answers to the next events. */
export async function answerNext({ endpoints }: Local, answers: readonly SinkAnswer[]): Promise<void> {
  await fetch(`${endpoints.sink}/control/answers`, { method: 'PUT', body: JSON.stringify(answers) });
}

/** What fails between the functions and the emulator. */
export async function setFaults({ endpoints }: Local, faults: readonly Fault[]): Promise<void> {
  await fetch(`${endpoints.gateway}/control/faults`, { method: 'PUT', body: JSON.stringify(faults) });
}

/** Calls of the functions since the counts were last forgotten. */
export async function callCounts({ endpoints }: Local): Promise<readonly CallCount[]> {
  return (await (await fetch(`${endpoints.gateway}/control/calls`)).json()) as readonly CallCount[];
}

export async function forgetCalls({ endpoints }: Local): Promise<void> {
  await fetch(`${endpoints.gateway}/control/calls`, { method: 'DELETE' });
}

/** What came to the sink, one line an event, for messages of failures. */
export async function sinkWords(local: Local): Promise<string> {
  const events = await sinkEvents(local);
  const startMs = events[0]?.atMs ?? 0;
  return events.map((event) => eventLine(event, startMs)).join('\n') || 'the sink was sent nothing';
}
