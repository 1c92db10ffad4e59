/** `npm run local:up`: the stacks on an emulator. `-- --engine ministack`, `-- --state DIR` for a second one. */
import { parseArgs } from 'node:util';
import { bringUp, type UpResult } from './lifecycle/up.ts';
import { interruptSignal } from './on-interrupt.ts';
import { placesOf } from './runtime/places.ts';
import { createProgress } from './runtime/progress.ts';
import { type EngineKind, endpointsOf } from './runtime/state.ts';

const engines: readonly EngineKind[] = ['ministack', 'localstack'];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { engine: { type: 'string' }, state: { type: 'string' }, change: { type: 'string' } },
  });
  const engine = engines.find((one) => one === values.engine);
  if (values.engine !== undefined && engine === undefined)
    throw new RangeError(`--engine: got "${values.engine}", allowed: ${engines.join(', ')}`);
  const places = placesOf(process.env, process.cwd(), values.state);
  const say = createProgress();
  const signal = interruptSignal();
  tell(await bringUp({ places, say, signal, engine, change: values.change }), say);
}

function tell({ state, notes, changed }: UpResult, say: (line: string) => void): void {
  const { engine, gateway, kafka, sink } = endpointsOf(state);
  for (const note of notes) say(`note: ${note}`);
  for (const [type, count] of Object.entries(changed)) say(`replaced or left out: ${count} × ${type}`);
  say('up. All on loopback:');
  console.log(`
  AWS (the emulator)         ${engine}
  AWS as the functions see it ${gateway}   calls counted: ${gateway}/control/calls
  Amazon MSK (a stub)        ${kafka}   ${kafka}/control/clusters
  PagerDuty (a sink)         ${sink}   ${sink}/control/events

What is replaced or left out, and why: docs/emulator-capabilities.md
Next: npm run local:story     publishes metrics, runs a story, tells what is paged
      npm run local:up        deploys again
      npm run local:down      stops everything`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
