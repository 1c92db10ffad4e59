import type { SimulatorSource } from '../lib/adapters/sources/simulator/index.ts';
import type { Json } from '../lib/domain/forecast/forecaster.ts';
import type { Clock } from '../lib/ports/clock.ts';
import type { ModelStore } from '../lib/ports/model-store.ts';
import type { StoryBook } from './runtime.ts';

/** All that makes a simulation what it is: kept in the store, so that a second start goes on with the same one. */
export interface Simulated {
  readonly seed: number;
  readonly epochMs: number;
  /** Where its clock stands. */
  readonly nowMs: number;
  readonly stories: readonly { readonly id: string; readonly atMs: number }[];
}

const key = 'runtime/simulation';

export async function loadSimulated(models: ModelStore): Promise<Simulated | undefined> {
  return (await models.load([key])).get(key) as Simulated | undefined;
}

export async function saveSimulated(models: ModelStore, simulated: Simulated): Promise<void> {
  await models.save(new Map([[key, simulated as unknown as Json]]));
}

interface StoryBookInput {
  readonly source: SimulatorSource;
  readonly simulated: Simulated;
  readonly models: ModelStore;
  readonly clock: Clock;
}

/** The simulator's stories, played from now on, and remembered with where the clock stands. */
export function createStoryBook({ source, simulated, models, clock }: StoryBookInput): StoryBook {
  let current = simulated;
  const keep = async () => {
    current = { ...current, nowMs: clock.nowMs() };
    await saveSimulated(models, current);
  };
  return {
    list: () => source.stories(),
    play: (id) => {
      const atMs = clock.nowMs();
      const result = source.playStory(id, atMs);
      if (result.kind === 'started') {
        current = { ...current, stories: [...current.stories, { id, atMs }] };
        // Written with the next cycle at the latest; a crash before that loses the story and nothing else.
        void keep().catch(() => undefined);
      }
      return result;
    },
    keep,
  };
}
