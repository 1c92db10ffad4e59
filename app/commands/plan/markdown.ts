import type { CapacityPlan } from '../../../lib/domain/capacity/plan-types.ts';
import { leadOf, type Section, sectionsOf, type Table, titleOf } from './sections.ts';

/** The plan as Markdown: words and tables, without the drawings. */
export function planMarkdown(plan: CapacityPlan): string {
  const parts = [`# ${titleOf(plan)}`, leadOf(plan), ...sectionsOf(plan).map(sectionText)];
  return `${parts.map(escaped).join('\n\n')}\n`;
}

function sectionText({ title, paragraphs = [], tables = [], bullets = [] }: Section): string {
  return [
    `## ${title}`,
    ...paragraphs,
    ...tables.map(tableText),
    ...(bullets.length > 0 ? [bullets.map((line) => `- ${line}`).join('\n')] : []),
  ].join('\n\n');
}

function tableText({ head, rows, caption }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${head.map(() => ' --- ').join('|')}|`;
  return `${caption}:\n\n${[line(head), rule, ...rows.map(line)].join('\n')}`;
}

/** Names come from elsewhere: no HTML of theirs is ours. */
function escaped(text: string): string {
  return text.replaceAll('<', '&lt;');
}
