import type { Ask, Canvas } from './event.ts';
import { escapeHtml, frame, message, table } from './html.ts';
import { type Theme, themeOf } from './theme.ts';

type Costs = Extract<Ask, { readonly kind: 'costs' }>;

/** The estimate made at synth, the dearest line first. */
export function renderCosts({ lines, asOf, budgetUsd }: Costs, canvas: Canvas): string {
  if (lines.length === 0)
    return message(canvas, 'No estimate.', 'Synth gives the lines; deploy the dashboards again.');
  const theme = themeOf(canvas);
  const total = lines.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);
  const ordered = [...lines].sort((a, b) => b.monthlyUsd - a.monthlyUsd);
  const dearest = ordered[0]?.monthlyUsd ?? 0;
  const rows = ordered.map(({ what, monthlyUsd }) => [
    escapeHtml(what),
    dollars(monthlyUsd),
    bar(dearest > 0 ? Math.max(0, monthlyUsd) / dearest : 0, theme),
  ]);
  const columns = [{ title: 'What' }, { title: 'US$ a month', kind: 'number' }, { title: '' }] as const;
  const head = `<p><b>${dollars(total)} US$ a month</b>${budgetWords(total, budgetUsd, theme)}</p>`;
  const prices = asOf === undefined ? '' : `, prices of ${escapeHtml(asOf)}`;
  const foot = `<p class="muted">An estimate from the configuration${prices}; free tiers are not taken off.</p>`;
  return frame(canvas, head + table(columns, rows) + foot);
}

function budgetWords(total: number, budgetUsd: number | undefined, theme: Theme): string {
  if (budgetUsd === undefined) return '';
  const colour = total > budgetUsd ? theme.severity.critical : theme.muted;
  const percent = Math.round((100 * total) / budgetUsd);
  return ` <span style="color:${colour}">${percent} % of the budget of ${dollars(budgetUsd)}</span>`;
}

function dollars(usd: number): string {
  return usd.toFixed(2);
}

function bar(share: number, { bar: colour }: Theme): string {
  return `<div style="min-width:120px"><div style="height:10px;margin-top:4px;background:${colour};width:${Math.round(100 * share)}%"></div></div>`;
}
