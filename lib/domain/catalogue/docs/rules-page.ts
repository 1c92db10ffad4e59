import type { Rule } from '../rule.ts';
import { rules } from '../rules/index.ts';
import { runbookById } from '../runbooks/index.ts';
import { code, page, table } from './markdown.ts';
import { conditionWords, timingWords } from './words.ts';

/** The rule reference: a table a cause, since findings of one cause become one incident. */
export function renderRules(): string {
  const intro = [
    `${rules.length} rules. A cluster gets those that are for its type, whose signals it emits and whose limits are known.`,
    'Findings of one cause in one cluster are one incident, named by the first rule of its table that fires.',
    '*Held in maintenance*: held back while MSK says that its own maintenance is under way.',
  ].join('\n');
  const causes = [...new Set(rules.map((rule) => rule.cause.id))];
  const parts = causes.map((cause) => {
    const ofCause = rules.filter((rule) => rule.cause.id === cause);
    const ranked = ofCause.toSorted((a, b) => a.cause.rank - b.cause.rank);
    return `## ${titleOf(cause)}\n\n${table(['Rule', 'Holds when', 'Lasting', 'Clusters', 'Source'], ranked.map(rowOf))}`;
  });
  return page('Rules', intro, parts);
}

function titleOf(cause: string): string {
  const words = cause.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function rowOf(rule: Rule): string[] {
  const runbook = runbookById(rule.runbook);
  const link = runbook ? `<br>[${runbook.title}](runbooks.md#${runbook.id})` : '';
  const missing = rule.missing === 'hold' ? '' : `; no data: ${rule.missing}`;
  const held = rule.expectedInMaintenance ? '; held in maintenance' : '';
  return [
    `${code(rule.id)}<br>**${rule.severity}**: ${rule.title}${link}`,
    `${conditionWords(rule.condition)} (of each ${rule.entity})`,
    `${timingWords(rule)}${missing}${held}`,
    rule.appliesTo.join(', '),
    rule.source,
  ];
}
