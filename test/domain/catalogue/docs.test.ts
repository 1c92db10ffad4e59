import { cell } from '../../../lib/domain/catalogue/docs/markdown.ts';
import {
  conditionWords,
  durationWords,
  renderRules,
  renderRunbooks,
  renderSignals,
  ruleById,
  rules,
  runbooks,
  signals,
} from '../../../lib/domain/catalogue/index.ts';

test('the pages name every signal, rule and runbook', () => {
  const [signalPage, rulePage, runbookPage] = [renderSignals(), renderRules(), renderRunbooks()];
  for (const { id } of signals) expect(signalPage).toContain(`\n| \`${id}\``);
  for (const { id } of rules) expect(rulePage).toContain(`\n| \`${id}\``);
  for (const { id } of runbooks) expect(runbookPage).toContain(`<a id="${id}"></a>`);
});

test('every rule links to an anchor of the page of runbooks', () => {
  const runbookPage = renderRunbooks();
  const links = [...renderRules().matchAll(/runbooks\.md#(\w+)\)/g)].map(([, anchor]) => anchor);
  expect(links).toHaveLength(rules.length);
  for (const anchor of links) expect(runbookPage).toContain(`<a id="${anchor}"></a>`);
});

test('every row of a table has as many cells as its head', () => {
  for (const text of [renderSignals(), renderRules()]) {
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) expect([row, row.match(/(?<!\\)\|/g)?.length]).toEqual([row, 6]);
  }
});

test('a pipe in a cell does not end it', () => expect(cell('a | b\nc')).toBe('a \\| b c'));

test.each([
  [60_000, '1 min'],
  [90_000, '90 s'],
  [3_600_000, '1 h'],
  [72 * 3_600_000, '72 h'],
  [250, '250 ms'],
])('%i ms is %s', (ms, words) => expect(durationWords(ms)).toBe(words));

test.each([
  ['cpu_high', 'Average of `cpu_user` + Average of `cpu_system` > 60 (until 55)'],
  ['broker_silent', '`bytes_in` silent for 10 min'],
  ['disk_full_in_a_day', '`disk_used` forecast to reach 85 within 24 h'],
  ['topic_traffic_low', '`topic_messages_in` abnormally low, by 25 % of the expected or more'],
])('the condition of %s in words', (id, words) => {
  const rule = ruleById(id);
  expect(rule && conditionWords(rule.condition)).toBe(words);
});
