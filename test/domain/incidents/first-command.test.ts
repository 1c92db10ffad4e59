import { firstCommandOf } from '../../../lib/domain/incidents/first-command.ts';

const runbook = { firstCommand: 'tool --at {bootstrap} --group {group} --topic {topic} # {cluster} {arn}' };
const entity = { cluster: 'a/r/orders', group: 'billing', topic: 'orders.v1' };

test('what is known is put in and what is not stays as its placeholder', () => {
  expect(firstCommandOf(runbook, entity)).toBe(
    'tool --at {bootstrap} --group billing --topic orders.v1 # orders {arn}',
  );
  expect(firstCommandOf(runbook, entity, 'arn:aws:kafka:r:1:cluster/orders/x')).toContain(
    '# orders arn:aws:kafka:r:1:cluster/orders/x',
  );
});

test.each([
  ['a; rm -rf /', "'a; rm -rf /'"],
  ["it's", "'it'\\''s'"],
  ['$(id)', "'$(id)'"],
  ['two words', "'two words'"],
])('a group named %j reaches a shell as one word', (group, word) => {
  expect(firstCommandOf(runbook, { ...entity, group })).toContain(`--group ${word} --topic`);
});
