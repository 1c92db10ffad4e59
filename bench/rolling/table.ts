import { textTable } from '../../app/commands/text-table.ts';
import type { ModelScore, SeriesScore } from './roll.ts';

/** The model that others are measured against. */
const yardstick = 'seasonal-naive';

const scoreBy = ({ scores }: SeriesScore, model: string) => scores.find((one) => one.model === model);

/** MASE of a model over that of seasonal naive, both meant over those series where both have one. */
export function maseRatio(series: readonly SeriesScore[], model: string, over: string = yardstick): number {
  let own = 0;
  let others = 0;
  for (const one of series) {
    const mase = scoreBy(one, model)?.mase ?? Number.NaN;
    const other = scoreBy(one, over)?.mase ?? Number.NaN;
    if (Number.isNaN(mase + other)) continue;
    own += mase;
    others += other;
  }
  return own / others;
}

const fixed = (value: number, digits = 3) => (Number.isFinite(value) ? value.toFixed(digits) : '-');

function mean(series: readonly SeriesScore[], model: string, pick: (one: ModelScore) => number): number {
  const known = series.map((one) => scoreBy(one, model)).flatMap((one) => (one ? [pick(one)] : []));
  const finite = known.filter(Number.isFinite);
  return finite.reduce((a, b) => a + b, 0) / finite.length;
}

/** A row a folder and model, then a row of all. */
export function groupTable(series: readonly SeriesScore[], models: readonly string[]): string {
  const groups = [...new Set(series.map(({ group }) => group))];
  const rowsOf = (name: string, members: readonly SeriesScore[]) =>
    models.map((model) => [
      name,
      String(members.length),
      String(members.reduce((sum, { origins }) => sum + origins, 0)),
      model,
      fixed(mean(members, model, ({ mase }) => mase)),
      fixed(maseRatio(members, model)),
      fixed(maseRatio(members, model, 'yesterday')),
      fixed(100 * mean(members, model, ({ coverage }) => coverage), 1),
      fixed(
        mean(members, model, ({ msis }) => msis),
        2,
      ),
      fixed(
        mean(members, model, ({ fitMs }) => fitMs),
        0,
      ),
      String(members.reduce((sum, one) => sum + (scoreBy(one, model)?.failed ?? 0), 0)),
    ]);
  const rows = [
    ...groups.flatMap((group) =>
      rowsOf(
        group,
        series.filter((one) => one.group === group),
      ),
    ),
    ...rowsOf('all', series),
  ];
  const header = [
    'folder',
    'series',
    'origins',
    'model',
    'MASE',
    'to naive',
    'to yesterday',
    '% in 95 %',
    'MSIS',
    'ms a fit',
    'failed',
  ];
  return textTable(header, rows);
}

/** Series that a model forecasts worse than seasonal naive by more than a share, the worst first. */
export function lossTable(series: readonly SeriesScore[], model: string, share: number): string {
  const rows = series
    .map((one) => ({ one, ratio: maseRatio([one], model) }))
    .filter(({ ratio }) => ratio > 1 + share)
    .sort((a, b) => b.ratio - a.ratio)
    .map(({ one, ratio }) => [
      `${one.group}/${one.name}`,
      fixed(ratio),
      fixed(scoreBy(one, yardstick)?.mase ?? Number.NaN),
      String(one.origins),
      scoreBy(one, model)?.words ?? '',
    ]);
  return rows.length === 0
    ? ''
    : textTable([`worse with ${model}`, 'ratio', 'MASE of naive', 'origins', 'newest model'], rows);
}

/** What the stages would have had: trainings before their time, and live errors by hours ahead. */
export function liveWords(series: readonly SeriesScore[]): string {
  const lives = series.flatMap(({ live }) => live ?? []);
  const sum = (pick: (one: (typeof lives)[number]) => number) =>
    lives.reduce((total, one) => total + pick(one), 0);
  const rows = [1, 6, 24].map((hours) => {
    const leads = lives.flatMap((one) => one.leads.filter((lead) => lead.hours === hours));
    const ratios = leads
      .map(({ ratio }) => ratio)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const covered = leads.reduce((total, { coverage }) => total + coverage, 0) / leads.length;
    return [
      `+${hours}`,
      String(leads.length),
      fixed(ratios[ratios.length >> 1] ?? Number.NaN),
      fixed(100 * covered, 1),
    ];
  });
  const table = textTable(['hours', 'series', 'to yesterday, median', '% in 95 %'], rows);
  return `live: ${sum(({ drifted }) => drifted)} of ${sum(({ days }) => days)} days would have trained again before their end\n${table}`;
}
