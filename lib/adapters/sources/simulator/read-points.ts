import { signalById } from '../../../domain/catalogue/signals/index.ts';
import { rollUp } from '../../../domain/series/roll-up.ts';
import type { Samples } from '../../../domain/series/samples.ts';
import type { Series } from '../../../domain/series/series.ts';
import type { Simulation } from '../../../domain/simulation/index.ts';
import type { ReadRequest } from '../../../ports/metric-source.ts';

/** Simulated steps taken at once: a bound on memory, not on the range. */
const blockSteps = 1440;

/** Points of one series as they gather. */
interface Gathered {
  readonly series: Series;
  readonly index: number;
  readonly times: number[];
  readonly values: number[];
}

/** The points of a request that lie behind `nowMs`, rolled up as the catalogue says where steps are coarser. */
export function readPoints(simulation: Simulation, request: ReadRequest, nowMs: number): Samples[] {
  const { stepMs: baseMs, startMs } = simulation.model.spec;
  const ratio = Math.max(1, Math.round((request.stepMs ?? baseMs) / baseMs));
  const stepMs = ratio * baseMs;
  const firstMs = Math.ceil(Math.max(request.fromMs, startMs) / stepMs) * stepMs;
  const endMs = endOf(Math.min(request.toMs, nowMs), nowMs, stepMs, baseMs);
  const gathered = wanted(simulation, request.keys);
  const indices = gathered.map(({ index }) => index);
  const blockMs = Math.max(1, Math.floor(blockSteps / ratio)) * stepMs;
  for (let fromMs = firstMs; fromMs < endMs; fromMs += blockMs) {
    const columns = simulation.columns(indices, fromMs, Math.min(endMs, fromMs + blockMs));
    for (const [i, one] of gathered.entries()) {
      gather(one, columns[i] ?? new Float64Array(), fromMs, baseMs, ratio);
    }
  }
  return gathered.flatMap(({ series, times, values }) =>
    times.length === 0
      ? []
      : [{ series, timesMs: Float64Array.from(times), values: Float64Array.from(values) }],
  );
}

/** End of the last step that begins before `toMs`; a coarse one must be over by now. */
function endOf(toMs: number, nowMs: number, stepMs: number, baseMs: number): number {
  if (stepMs === baseMs) return toMs;
  return Math.min(Math.ceil(toMs / stepMs), Math.floor(nowMs / stepMs)) * stepMs;
}

function wanted({ series }: Simulation, keys: ReadonlySet<string> | undefined): Gathered[] {
  return series.flatMap((one, index) =>
    keys === undefined || keys.has(one.key) ? [{ series: one, index, times: [], values: [] }] : [],
  );
}

function gather(one: Gathered, column: Float64Array, fromMs: number, baseMs: number, ratio: number): void {
  const rollup = signalById(one.series.signal)?.rollup ?? 'average';
  for (let at = 0; at < column.length; at += ratio) {
    const value = rollUp(column, at, Math.min(at + ratio, column.length), rollup);
    if (Number.isNaN(value)) continue;
    one.times.push(fromMs + at * baseMs);
    one.values.push(value);
  }
}
