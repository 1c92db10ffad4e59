import { rules } from '../rules/index.ts';
import type { Runbook } from '../runbook.ts';
import { runbooks } from '../runbooks/index.ts';
import { selfRules } from '../self-rules.ts';
import { code, list, page } from './markdown.ts';

const families: readonly (readonly [Runbook['family'], string])[] = [
  ['lag_and_latency', 'Consumer lag and latency'],
  ['message_loss', 'Message loss'],
  ['broker_failure', 'Broker failure'],
  ['security', 'Security breach'],
  ['capacity', 'Capacity'],
  ['tidewatch', 'Tidewatch itself'],
];

/** The runbooks by family, each under an anchor that is its id. */
export function renderRunbooks(): string {
  const intro =
    'What to do, in the order in which it is needed. `{cluster}`, `{arn}`, `{broker}`, `{topic}`, `{group}` and `{bootstrap}` are filled in where an incident carries the text.';
  const parts = families.map(([family, title]) =>
    [`## ${title}`, ...runbooks.filter((runbook) => runbook.family === family).map(section)].join('\n\n'),
  );
  return page('Runbooks', intro, parts);
}

function section(runbook: Runbook): string {
  const pointing = [...rules, ...selfRules]
    .filter((rule) => rule.runbook === runbook.id)
    .map(({ id }) => code(id));
  return [
    `<a id="${runbook.id}"></a>\n\n### ${runbook.title}`,
    `Rules: ${pointing.join(', ')}`,
    `First:\n\n\`\`\`sh\n${runbook.firstCommand}\n\`\`\``,
    `Symptoms:\n\n${list(runbook.symptoms)}`,
    `Causes:\n\n${list(runbook.causes)}`,
    `Solutions:\n\n${list(runbook.solutions, '1.')}`,
    `See also:\n\n${list(runbook.references.map((url) => `<${url}>`))}`,
  ].join('\n\n');
}
