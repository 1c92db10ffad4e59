import { readAfterDeploy, undoDeploy } from '../deploy/after-deploy.ts';
import { destroy } from '../deploy/cdk.ts';
import { createClients } from '../deploy/clients.ts';
import { stopProcess } from '../runtime/processes.ts';
import { endpointsOf, readState, removeState } from '../runtime/state.ts';
import { type ServicesOptions, stopServices } from './services.ts';

export interface DownOptions extends Omit<ServicesOptions, 'engine'> {
  /** Removes the stacks first, as in a real account: the emulator forgets them anyway. */
  readonly destroysStacks: boolean;
  /** Called between the removal of the stacks and the end of the emulator. */
  readonly beforeEnd?: () => Promise<void>;
}

/** Stops everything and forgets it. @returns false when there was nothing */
export async function takeDown(options: DownOptions): Promise<boolean> {
  const { places, say, destroysStacks, beforeEnd } = options;
  const state = await readState(places.stateDir);
  if (state === undefined) return false;
  if (destroysStacks) {
    say('removing the stacks: cdk destroy');
    await removeStacks(options);
  }
  await beforeEnd?.();
  await stopServices(places, state);
  await removeState(places.stateDir);
  say('stopped, and forgotten');
  return true;
}

/** Removes the stacks and what was made beside them; the services go on. The sidecar, which has no alarms any more, ends. */
export async function removeStacks({
  places,
  say,
  signal,
}: Pick<DownOptions, 'places' | 'say' | 'signal'>): Promise<void> {
  const state = await readState(places.stateDir);
  if (state === undefined) return;
  const sidecar = state.processes.find(({ name }) => name === 'sidecar');
  if (sidecar) await stopProcess(sidecar);
  const endpoints = endpointsOf(state);
  await undoDeploy(createClients(endpoints), await readAfterDeploy(places.stateDir));
  const onLine = (line: string) => {
    const ended = /^\s*(✅|❌)\s+(\S.*)$/u.exec(line);
    if (ended) say(`${ended[1] === '✅' ? 'removed' : 'failed'}  ${ended[2]}`);
  };
  await destroy({ places, engineUrl: endpoints.engine, onLine, ...(signal && { signal }) });
}
