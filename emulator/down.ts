/** `npm run local:down`: stops everything; with `-- --destroy` removes the stacks first, as in a real account. */
import { parseArgs } from 'node:util';
import { takeDown } from './lifecycle/down.ts';
import { interruptSignal } from './on-interrupt.ts';
import { placesOf } from './runtime/places.ts';
import { createProgress } from './runtime/progress.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { destroy: { type: 'boolean', default: false }, state: { type: 'string' } },
  });
  const places = placesOf(process.env, process.cwd(), values.state);
  const options = { places, say: createProgress(), signal: interruptSignal() };
  const wasUp = await takeDown({ ...options, destroysStacks: values.destroy });
  if (!wasUp) console.log('nothing is up');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
