import { rules as catalogue, signalById } from '../../../lib/domain/catalogue/index.ts';
import { resolveLimit } from '../../../lib/domain/catalogue/limits.ts';
import type { Forecast } from '../../../lib/domain/forecast/forecast.ts';
import { outlookOf } from '../../../lib/domain/forecast/outlook.ts';
import { seasonalNaive } from '../../../lib/domain/forecast/seasonal-naive/index.ts';
import type { Finding } from '../../../lib/domain/incidents/finding.ts';
import { createRandom } from '../../../lib/domain/numerics/seeded-random.ts';
import { evaluateRules } from '../../../lib/domain/rules/evaluate-rules.ts';
import type { RuleState } from '../../../lib/domain/rules/state.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';
import { broker, cluster, hour, t0 } from './bench.ts';

const day = 24 * hour;
const stepMs = 900_000;
const series = createSeries('disk_used', broker('1'));
const diskRules = catalogue.filter(({ id }) => id.startsWith('disk_full_in'));
const facts = { signal: signalById, limit: resolveLimit };

/** Percent of a disk that swings by 3 with the day, as retention deletes by the segment, and fills by 6 a day. */
function diskAt(timeMs: number): number {
  const noise = createRandom(Math.round(timeMs / stepMs))() - 0.5;
  const swing = 1.5 * Math.sin((2 * Math.PI * timeMs) / day);
  return 35 + (6 * (timeMs - t0)) / day + swing + 0.4 * noise;
}

/** When the disk itself is at 85 %. */
const fullMs = (() => {
  let timeMs = t0;
  while (diskAt(timeMs) < 85) timeMs += stepMs;
  return timeMs;
})();

/** What the pipeline would have stored: a model of four days of points, and its forecast as far as the rules look. */
function forecastAt(nowMs: number): Forecast {
  const signal = signalById('disk_used');
  if (signal === undefined) throw new Error('no signal disk_used');
  const count = (4 * day) / stepMs;
  const startMs = nowMs - count * stepMs;
  const y = Float64Array.from({ length: count }, (_, i) => diskAt(startMs + i * stepMs));
  const { horizonMs, everyMs, periodsMs } = outlookOf(signal, catalogue, stepMs);
  const periods = periodsMs.map((ms) => ms / stepMs);
  const fitted = seasonalNaive.fit(y, { startMs, stepMs, periods, range: signal.range });
  if (fitted.kind !== 'fitted') throw new Error('too short');
  const every = everyMs / stepMs;
  const path = fitted.model.forecast(Math.round(horizonMs / stepMs), 0.95);
  const thinned = (values: Float64Array) => values.filter((_, i) => i % every === every - 1);
  return {
    series,
    originMs: nowMs - stepMs,
    stepMs: everyMs,
    level: 0.95,
    model: 'seasonal-naive',
    trainedFromMs: startMs,
    trainedToMs: nowMs,
    backtest: { error: 0, naiveError: 0 },
    mean: thinned(path.mean),
    lower: thinned(path.lower),
    upper: thinned(path.upper),
  };
}

interface Told {
  readonly nowMs: number;
  readonly findings: readonly Finding[];
}

/** The rules on that disk, forecast anew every three hours, from four days before the rules may fire until it is full. */
function story(): readonly Told[] {
  let state: RuleState | undefined;
  const told: Told[] = [];
  let forecast: Forecast | undefined;
  for (let nowMs = fullMs - 4.5 * day; nowMs < fullMs; nowMs += stepMs) {
    if (forecast === undefined || (nowMs - (fullMs - 4.5 * day)) % (3 * hour) === 0)
      forecast = forecastAt(nowMs);
    const readings = {
      cluster: { ...cluster, type: 'standard' as const },
      samples: [],
      known: [{ ...series, lastMs: nowMs - stepMs }],
      verdicts: [],
      forecasts: [forecast],
    };
    const result = evaluateRules(diskRules, readings, facts, state, nowMs, { settleMs: 0 });
    state = result.state;
    told.push({ nowMs, findings: result.firing });
  }
  return told;
}

const all = story();
const firstOf = (rule: string) =>
  all.find(({ findings }) => findings.some((one) => one.rule === rule))?.nowMs ?? Number.NaN;
const hoursOf = (rule: string) =>
  all.flatMap(({ nowMs, findings }) =>
    findings.flatMap((one) =>
      one.rule === rule ? [{ nowMs, hours: one.evidence.values.hours ?? Number.NaN }] : [],
    ),
  );

test('the disk-full rule fires days ahead: a warning within three days of it, an error within one', () => {
  const [warned, paged] = ['disk_full_in_three_days', 'disk_full_in_a_day'].map(
    (id) => (fullMs - firstOf(id)) / day,
  );
  expect(warned).toBeGreaterThan(2.3);
  expect(warned).toBeLessThan(3.3);
  expect(paged).toBeGreaterThan(0.6);
  expect(paged).toBeLessThan(1.3);
});

test('nothing fires while the disk is full in four days and more', () => {
  const early = all.filter(({ nowMs }) => nowMs < fullMs - 3.6 * day);
  expect(early.flatMap(({ findings }) => findings)).toEqual([]);
});

test('the time to the limit falls as time goes on, and is near to the truth', () => {
  const told = hoursOf('disk_full_in_three_days');
  const daily = told.filter((_, i) => i % 48 === 0).map(({ hours }) => hours);
  expect(daily.length).toBeGreaterThan(4);
  for (const [i, hours] of daily.entries()) if (i > 0) expect(hours).toBeLessThan(daily[i - 1] ?? 0);
  for (const { nowMs, hours } of told) expect(Math.abs(hours - (fullMs - nowMs) / hour)).toBeLessThan(12);
});

test('once it fires it goes on firing until the disk is full', () => {
  const from = firstOf('disk_full_in_three_days');
  const after = all.filter(({ nowMs }) => nowMs >= from);
  const firing = after.filter(({ findings }) =>
    findings.some(({ rule }) => rule === 'disk_full_in_three_days'),
  );
  expect(firing.length).toBe(after.length);
});
