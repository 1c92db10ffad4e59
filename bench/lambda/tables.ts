import { bundleLimit } from '../../lib/infra/bundling.ts';
import type { BundleMeasure } from './bundles.ts';
import { type FleetTraining, runMsOf } from './paper.ts';
import type { StageUnits } from './units.ts';

/** A function loads within so many ms, at the median. */
export const initLimitMs = 150;

/** Text for each column; the first is aligned to the left, and the last if it is a list. */
function draw(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ');
  return [line(titles), ...rows.map(line)].join('\n');
}

export function drawBundles(store: string, bundles: readonly BundleMeasure[]): string {
  const rows = bundles.map(({ stage, bytes, initMs, longestMs, rssMb, largest }) => [
    stage,
    (bytes / 1000).toFixed(0),
    initMs.toFixed(0),
    longestMs.toFixed(0),
    rssMb.toFixed(0),
    largest.join(', '),
  ]);
  const titles = ['store', 'kB', 'init ms', 'longest', 'RSS MB', 'most of it, kB'];
  return draw([store, ...titles.slice(1)], rows);
}

export function drawUnits(units: readonly StageUnits[]): string {
  const rows = units.map((unit) => {
    const { stage, series, cpuMs, memoryMb, peakMb } = unit;
    const runMs = runMsOf(unit);
    return [
      stage,
      String(series),
      (cpuMs / series).toFixed(2),
      ((1000 * series) / cpuMs).toFixed(0),
      String(memoryMb),
      peakMb.toFixed(0),
      (runMs / 1000).toFixed(2),
    ];
  });
  const titles = [
    'stage',
    'series',
    'CPU ms a series',
    'series a CPU s',
    'function MB',
    'peak MB',
    'Lambda s',
  ];
  return draw(titles, rows);
}

export function drawTrainings(trainings: readonly FleetTraining[]): string {
  const rows = trainings.map((one) => [
    one.model,
    String(one.series),
    String(one.width),
    String(one.batches),
    one.lambdaSeconds.toFixed(0),
    (one.wallSeconds / 60).toFixed(1),
    String(one.transitions),
    one.usd.toFixed(3),
  ]);
  const titles = [
    'training',
    'series',
    'width',
    'batches',
    'Lambda s',
    'wall min',
    'transitions',
    'USD a run',
  ];
  return draw(titles, rows);
}

/** Every goal that is missed, in one line each. */
export function missedGoals(
  byStore: ReadonlyMap<string, readonly BundleMeasure[]>,
  units: readonly StageUnits[],
): readonly string[] {
  const ofBundles = [...byStore].flatMap(([store, bundles]) =>
    bundles.flatMap(({ stage, bytes, initMs }) => [
      ...(bytes > bundleLimit ? [`${stage} (${store}): ${bytes} bytes, goal: at most ${bundleLimit}`] : []),
      ...(initMs > initLimitMs
        ? [`${stage} (${store}): loads in ${initMs.toFixed(0)} ms, goal: at most ${initLimitMs}`]
        : []),
    ]),
  );
  const ofUnits = units
    .filter(({ peakMb, memoryMb }) => peakMb > memoryMb)
    .map(({ stage, peakMb, memoryMb }) => `${stage}: ${peakMb.toFixed(0)} MB, its function has ${memoryMb}`);
  return [...ofBundles, ...ofUnits];
}
