import type { Suggestion } from '../../lib/domain/series/stationarity/index.ts';
import type { Outcome, StationarityReport } from './stationarity-report.ts';

/** The report in lines that need no statistics to act on. */
export function wordsOf(report: StationarityReport): string[] {
  const { series, steps, gaps, kpss, adf, phillipsPerron } = report;
  const bridged = gaps > 0 ? `, ${gaps} of them gaps that straight lines bridge` : '';
  return [
    `${series}: ${steps} steps${bridged}`,
    `  ${testLine('KPSS', kpss, 'rejects a constant level', 'finds nothing against a constant level')}`,
    `  ${testLine('ADF', adf, 'rejects a wandering level', 'cannot rule out a wandering level')}`,
    `  ${testLine('Phillips-Perron', phillipsPerron, 'rejects a wandering level', 'cannot rule out a wandering level')}`,
    `  ${verdict(kpss, adf)}`,
    ...seasonLines(report),
    `  Suggested: ${suggested(report)}`,
  ];
}

function testLine(name: string, outcome: Outcome, rejects: string, keeps: string): string {
  if ('fault' in outcome) return `${name} has no answer: ${outcome.message}`;
  const { statistic, lags } = outcome;
  return `${name} ${outcome.rejects ? rejects : keeps} (statistic ${statistic.toFixed(2)}, ${pWords(outcome)}, ${lags} lags)`;
}

function pWords({ p, beyond }: { readonly p: number; readonly beyond?: 'below' | 'above' }): string {
  if (beyond !== undefined) return `p ${beyond === 'below' ? '<' : '>'} ${p}`;
  if (p < 0.0001) return 'p < 0.0001';
  return `p = ${p.toFixed(p < 0.01 ? 4 : p < 0.1 ? 3 : 2)}`;
}

function verdict(kpss: Outcome, adf: Outcome): string {
  if ('fault' in kpss || 'fault' in adf) return 'Not every test has an answer: look at a chart.';
  if (kpss.rejects && adf.rejects)
    return 'The level moves and yet comes back: look for a trend, a step or a season.';
  if (kpss.rejects) return 'The level wanders: it does not come back to one mean.';
  if (adf.rejects) return 'The level holds: values come back to one mean.';
  return 'Too little evidence either way: more values would tell.';
}

function seasonLines({ season }: StationarityReport): string[] {
  if (season === undefined) return [];
  const { period, suggestion } = season;
  const [first] = suggestion.steps;
  if (first === undefined) return [`  Season of ${period} steps: no answer (${reason(suggestion)})`];
  const side = first.more ? 'above' : 'not above';
  return [
    `  Season of ${period} steps: strength ${first.statistic.toFixed(2)} from 0 to 1, ${side} the 0.64 that asks for a seasonal difference`,
  ];
}

function suggested({ season, level, d, D }: StationarityReport): string {
  const doubt = level.stopped === 'stationary' ? '' : ` (${reason(level)})`;
  return season === undefined ? `d = ${d}${doubt}` : `d = ${d}, D = ${D} of ${season.period} steps${doubt}`;
}

function reason({ stopped, differences }: Suggestion): string {
  if (stopped === 'maximum') return `the level still wanders after ${differences} differences`;
  if (stopped === 'constant') return 'nothing is left to vary';
  if (stopped === 'too_short') return 'too few values';
  return `the test has no answer: ${stopped}`;
}
