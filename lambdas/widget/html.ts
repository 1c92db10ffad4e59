import { escapeXml } from '../../app/plot/svg-frame.ts';
import type { Canvas } from './event.ts';
import { themeOf } from './theme.ts';

/** Text as HTML: names of topics and groups are whatever their makers chose. */
export { escapeXml as escapeHtml };

/** A widget's HTML: our own styles in the colours of its theme, below a class of our own. */
export function frame(canvas: Canvas, content: string): string {
  const { text, muted, line, link } = themeOf(canvas);
  return `<div class="cwdb-no-default-styles"></div><style>
.tw{color:${text};padding:2px 8px;font:13px/1.4 'Amazon Ember','Helvetica Neue',Roboto,Arial,sans-serif}
.tw p{margin:0 0 6px}.tw .muted{color:${muted}}.tw a{color:${link};cursor:pointer}
.tw table{width:100%;border-collapse:collapse;font:inherit;color:inherit}
.tw th{text-align:left;font-weight:600;color:${muted};white-space:nowrap}
.tw th,.tw td{padding:4px 12px 4px 0;border-bottom:1px solid ${line};vertical-align:top}
.tw .number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.tw .short{white-space:nowrap}.tw .line{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.tw .name{overflow-wrap:anywhere}
.tw .grid{display:flex;flex-wrap:wrap;gap:8px}
</style><div class="tw">${content}</div>`;
}

/** A line for a person where there is nothing to draw. */
export function message(canvas: Canvas, words: string, hint = ''): string {
  const rest = hint === '' ? '' : `<p class="muted">${escapeXml(hint)}</p>`;
  return frame(canvas, `<p>${escapeXml(words)}</p>${rest}`);
}

export interface Column {
  readonly title: string;
  readonly kind?: 'number' | 'short' | 'name';
}

/** A table. @param rows cells are HTML already */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const classOf = ({ kind }: Column) => (kind === undefined ? '' : ` class="${kind}"`);
  const head = columns.map((column) => `<th${classOf(column)}>${escapeXml(column.title)}</th>`).join('');
  const body = rows.map((row) => {
    const cells = columns.map((column, i) => `<td${classOf(column)}>${row[i] ?? ''}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** Rows that fit into the widget below its head, at least three; in a narrow one their words take two lines. */
export function rowsThatFit({ width, height }: Canvas): number {
  return Math.max(3, Math.floor((height - 64) / (width < 700 ? 46 : 28)));
}

/** `and 12 more` below a table that does not show all. */
export function moreLine(total: number, shown: number): string {
  return total > shown ? `<p class="muted">and ${total - shown} more</p>` : '';
}
