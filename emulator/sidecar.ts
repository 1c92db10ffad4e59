/** The process that judges alarms in the emulator's place. Started by `local:up` as `tsx emulator/sidecar.ts STATE_DIR`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createCloudWatchSource } from '../lib/adapters/sources/cloudwatch/index.ts';
import { rules } from '../lib/domain/catalogue/index.ts';
import { overriddenRules } from '../lib/domain/catalogue/rule-override.ts';
import { createClients } from './deploy/clients.ts';
import { localEnvironment } from './local-environment.ts';
import { endpointsOf, readState } from './runtime/state.ts';
import { judgeAlarms } from './sidecar/index.ts';
import { createMetricValues } from './sidecar/metric-values.ts';
import { createRuleJudge } from './sidecar/rule-judge.ts';

/** From one round to the next. */
const everyMs = 5_000;

async function main(): Promise<void> {
  const state = await readState(process.argv[2] ?? '');
  if (state === undefined) throw new Error('nothing is up: run "npm run local:up"');
  const endpoints = endpointsOf(state);
  const clients = createClients(endpoints);
  const environment = localEnvironment(endpoints.sink);
  const source = createCloudWatchSource({
    kafka: clients.kafka,
    cloudwatch: clients.cloudwatch,
    clock: { nowMs: () => Date.now() },
    clusters: environment.watched.map(({ arn }) => arn),
  });
  const options = {
    cloudwatch: clients.cloudwatch,
    judge: createRuleJudge({ source, rules: overriddenRules(rules, environment.alarms) }),
    values: createMetricValues({ ...clients, callers: () => callersOf(endpoints.gateway) }),
  };
  const said = new Set<string>();
  for (;;) {
    await round(options, said);
    await sleep(everyMs);
  }
}

async function callersOf(gatewayUrl: string): Promise<Readonly<Record<string, number>>> {
  return (await (await fetch(`${gatewayUrl}/control/callers`)).json()) as Readonly<Record<string, number>>;
}

/** A round that fails says so; the next one tries again. */
async function round(options: Parameters<typeof judgeAlarms>[0], said: Set<string>): Promise<void> {
  try {
    const { transitions, unknown } = await judgeAlarms(options, Date.now());
    for (const { alarm, from, to, reason } of transitions)
      console.log(`${new Date().toISOString()} ${alarm}: ${from} -> ${to}: ${reason}`);
    for (const name of unknown.filter((one) => !said.has(one))) {
      said.add(name);
      console.log(`${name} judges an expression that is no rule: it stays as it is`);
    }
  } catch (error) {
    console.error(`${new Date().toISOString()} ${error instanceof Error ? error.message : String(error)}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
