import type { Series } from '../series/series.ts';
import { createFlow } from './flow.ts';
import { createGauges } from './gauges.ts';
import { createModel, type Model } from './model.ts';
import { type SimulationSpec, specProblems } from './spec.ts';
import { copyState, createState, type State } from './state.ts';
import { step } from './step.ts';
import { createTimeline, type Timeline } from './timeline.ts';

export interface Simulation {
  readonly model: Model;
  readonly series: readonly Series[];
  readonly timeline: Timeline;
  /** The earliest time that is not computed yet: stories can begin from here on. */
  nextMs(): number;
  /**
   * The values of some series, by their place in `series`, at every whole step of a range (from inclusive,
   * to exclusive); NaN where a series has no value, and before the start.
   *
   * Going on from the newest step, and reading again what is newer than a day, costs a few microseconds a
   * step. Older ranges are computed again from the nearest copy of the state, which is kept for each day:
   * up to a day of steps more. With over 512 such copies every second one is dropped, so reading an old
   * range of a very long simulation costs more and gives the same values.
   */
  columns(indices: readonly number[], fromMs: number, toMs: number): Float64Array[];
}

const dayMs = 86_400_000;
const mostCopies = 512;

/**
 * A Kafka cluster that lives by rules: the same specification and the same stories give the same values,
 * whatever is read and in whatever order.
 * @throws RangeError when the specification cannot be simulated, with every problem of it
 */
export function createSimulation(spec: SimulationSpec): Simulation {
  const problems = specProblems(spec);
  if (problems.length > 0) throw new RangeError(problems.join('\n'));
  const { stepMs } = spec;
  const firstStep = Math.floor(spec.startMs / stepMs);
  const model = createModel({ ...spec, startMs: firstStep * stepMs });
  const gauges = createGauges(model);
  const timeline = createTimeline(model);
  const flow = createFlow(model);
  const recent = createRecentRows(Math.ceil(dayMs / stepMs), gauges.length);
  const copies = createCopies(Math.ceil(dayMs / stepMs), firstStep);
  const state = createState(model);
  let nextStep = firstStep;

  /** Moves a state over one step and reads the gauges off into the row. */
  function advance(moved: State, at: number, row: Float64Array): void {
    const forces = timeline.forcesAt(at * stepMs);
    step(model, moved, forces, flow, at * stepMs);
    const moment = { model, state: moved, forces, flow, step: at };
    for (let i = 0; i < gauges.length; i++) row[i] = gauges[i]?.read(moment) ?? Number.NaN;
  }

  function advanceTo(end: number): void {
    for (; nextStep < end; nextStep++) {
      copies.offer(nextStep, state);
      advance(state, nextStep, recent.row(nextStep));
    }
  }

  /** Computes old steps again, from the newest copy of the state before them. */
  function repeat(from: number, to: number, visit: (at: number, row: Float64Array) => void): void {
    const copy = copies.before(from);
    const again = copyState(copy.state);
    const row = new Float64Array(gauges.length);
    for (let at = copy.step; at < to; at++) {
      advance(again, at, row);
      if (at >= from) visit(at, row);
    }
  }

  function visitRows(from: number, to: number, visit: (at: number, row: Float64Array) => void): void {
    const firstRecent = Math.max(from, Math.min(nextStep - recent.length, to));
    if (from < Math.min(firstRecent, nextStep)) repeat(from, Math.min(firstRecent, nextStep), visit);
    for (let at = Math.max(from, firstRecent); at < to; at++) {
      advanceTo(at + 1);
      visit(at, recent.row(at));
    }
  }

  return {
    model,
    series: gauges.map((gauge) => gauge.series),
    timeline,
    nextMs: () => nextStep * stepMs,
    columns(indices, fromMs, toMs) {
      const from = Math.ceil(fromMs / stepMs);
      const to = Math.max(from, Math.ceil(toMs / stepMs));
      const columns = indices.map(() => new Float64Array(to - from).fill(Number.NaN));
      const first = Math.max(from, firstStep);
      if (first >= to) return columns;
      visitRows(first, to, (at, row) => {
        for (let i = 0; i < indices.length; i++) {
          const column = columns[i];
          if (column) column[at - from] = row[indices[i] ?? -1] ?? Number.NaN;
        }
      });
      return columns;
    },
  };
}

/** The rows of the newest steps. */
function createRecentRows(length: number, width: number) {
  const values = new Float64Array(length * width);
  return {
    length,
    row: (at: number) => values.subarray((at % length) * width, (at % length) * width + width),
  };
}

/** Copies of the state before a step, to go back to. */
function createCopies(everySteps: number, firstStep: number) {
  let copies: { readonly step: number; readonly state: State }[] = [];
  let every = everySteps;
  return {
    offer(at: number, state: State): void {
      if ((at - firstStep) % every !== 0) return;
      copies.push({ step: at, state: copyState(state) });
      if (copies.length <= mostCopies) return;
      copies = copies.filter((_, i) => i % 2 === 0);
      every *= 2;
    },
    /** The first copy is taken at the first step, so there is one before every step that was computed. */
    before(at: number): { readonly step: number; readonly state: State } {
      const found = copies.findLast((copy) => copy.step <= at);
      if (!found) throw new RangeError(`step ${at} is before the first step ${firstStep}`);
      return found;
    },
  };
}
