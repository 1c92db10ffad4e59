import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import type { Detector, DetectorModel, Score, StreamOptions } from '../detector.ts';
import { usableValue } from './member.ts';
import { restoreStream, streamState } from './stream.ts';

/** What is remembered of one series, and how odd a value is beside it. Values are such as can be reckoned with, or NaN for a gap. */
export interface Memory {
  score(value: number, timeMs: number): Score;
  /** Takes the value in. */
  update(value: number, timeMs: number): void;
  state(): Json;
}

export interface MemoryKind {
  readonly create: (options: StreamOptions) => Memory;
  /** @throws RangeError when the state is not one that `Memory.state` gave */
  readonly restore: (options: StreamOptions, state: Json) => Memory;
}

/** A detector of one memory a series; its state has the options of the stream beside it. */
export function streamDetector(id: string, kind: MemoryKind): Detector {
  return {
    id,
    create: (options) => modelOf(id, options, kind.create(options)),
    restore: (state) => {
      const fields = new SavedFields(state, id);
      const options = restoreStream(fields.json('stream'));
      return modelOf(id, options, kind.restore(options, fields.json('memory')));
    },
  };
}

function modelOf(id: string, options: StreamOptions, memory: Memory): DetectorModel {
  return {
    detectorId: id,
    score: ({ observed, timeMs }) => memory.score(usableValue(observed), timeMs),
    update: ({ observed, timeMs }) => memory.update(usableValue(observed), timeMs),
    state: () => ({ kind: id, version: 1, stream: streamState(options), memory: memory.state() }),
  };
}
