import type { Dimension } from './dimensions.ts';
import type { SegmentFigures, SegmentReport } from './report.ts';

const titles: Readonly<Record<Dimension, string>> = {
  size: 'By usual size',
  weekday: 'By weekday (UTC)',
  hour: 'By hour (UTC)',
  tenant: 'By tenant',
};

/** Below this, alarms are too uneven for chance. */
const rare = 0.01;

/**
 * The report as Markdown: a table a dimension, and under each whether its alarms are uneven.
 * @param words a sentence below the title: what was judged, and how
 */
export function segmentMarkdown({ all, dimensions }: SegmentReport, words?: string): string {
  const hasAccuracy = all.accuracy !== undefined;
  const parts = dimensions.map(({ dimension, segments, unevenPValue }) =>
    [
      `## ${titles[dimension]}`,
      '',
      ...table([...segments, all], hasAccuracy),
      '',
      evenWords(unevenPValue),
    ].join('\n'),
  );
  return `${['# Alarms by segment', ...(words === undefined ? [] : [words]), ...parts].join('\n\n')}\n`;
}

function table(rows: readonly SegmentFigures[], hasAccuracy: boolean): string[] {
  const more = hasAccuracy ? ['anomalies', 'recall', 'precision', 'false alarms'] : [];
  const header = ['segment', 'series', 'months judged', 'alarms', 'alarms a series and month', ...more];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cells = (row: SegmentFigures) => [
    row.segment.replaceAll('|', '\\|').replace(/\p{Cc}+/gu, ' '),
    String(row.series),
    row.months.toFixed(2),
    String(row.alarms),
    row.alarmsAMonth.toFixed(2),
    ...(hasAccuracy ? accuracyCells(row) : []),
  ];
  return [
    line(header),
    line(header.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(cells(row))),
  ];
}

function accuracyCells({ accuracy }: SegmentFigures): string[] {
  if (accuracy === undefined) return ['', '', '', ''];
  const { anomalies, recall, precision, falseAlarms } = accuracy;
  const share = (value: number | null) => (value === null ? '' : value.toFixed(2));
  return [String(anomalies), share(recall), share(precision), String(falseAlarms)];
}

function evenWords(pValue: number | null): string {
  if (pValue === null) return 'Too few alarms to say whether they are uneven.';
  const figure = pValue < 0.001 ? 'p < 0.001' : `p = ${pValue.toFixed(3)}`;
  return pValue < rare
    ? `Alarms are more uneven than chance would make them (${figure}).`
    : `Alarms are no more uneven than by chance (${figure}).`;
}
