import {
  rules,
  runbookById,
  runbookOfRule,
  runbooks,
  selfRules,
} from '../../../lib/domain/catalogue/index.ts';

test('ids are unique and find their runbook', () => {
  expect(new Set(runbooks.map(({ id }) => id)).size).toBe(runbooks.length);
  for (const runbook of runbooks) expect(runbookById(runbook.id)).toBe(runbook);
  expect(runbookById('no_such_runbook')).toBeUndefined();
});

test.each(runbooks.map((runbook) => [runbook.id, runbook] as const))(
  '%s says all that is needed',
  (_, runbook) => {
    const lines = [...runbook.symptoms, ...runbook.causes, ...runbook.solutions];
    expect(runbook.symptoms.length).toBeGreaterThanOrEqual(1);
    expect(runbook.causes.length).toBeGreaterThanOrEqual(2);
    expect(runbook.solutions.length).toBeGreaterThanOrEqual(3);
    expect(runbook.references.length).toBeGreaterThanOrEqual(1);
    for (const line of lines) expect(line).not.toContain('\n');
    for (const url of runbook.references) expect(url).toMatch(/^https:\/\//);
  },
);

test('commands have only placeholders that are filled in', () => {
  const known = ['{cluster}', '{arn}', '{broker}', '{topic}', '{group}', '{bootstrap}'];
  for (const { id, firstCommand } of runbooks) {
    const used = [...firstCommand.matchAll(/\{[a-z_]+\}/g)]
      .map(([name]) => name)
      .filter((name) => name !== '{http_code}' && name !== '{time_total}');
    expect([id, used.filter((name) => !known.includes(name))]).toEqual([id, []]);
    expect(firstCommand).not.toContain('\n');
  }
});

test('every runbook is that of some rule', () => {
  const used = new Set<string>([...rules, ...selfRules].map(({ runbook }) => runbook));
  expect(runbooks.filter(({ id }) => !used.has(id))).toEqual([]);
});

test.each([
  'lag_and_latency',
  'message_loss',
  'broker_failure',
  'security',
  'capacity',
  'tidewatch',
] as const)('the family %s has runbooks', (family) =>
  expect(runbooks.some((runbook) => runbook.family === family)).toBe(true),
);

test.each([
  ['disk_high', 'disk_filling'],
  ['tidewatch_collect_silent', 'tidewatch_stage_silent'],
  ['tidewatch_assess_erring', 'tidewatch_stage_failing'],
  ['tidewatch_route_rejecting', 'tidewatch_work_rejected'],
  ['tidewatch_store_down', 'tidewatch_store_down'],
  ['tidewatch_models_stale', 'tidewatch_models_old'],
  ['tidewatch_training_failing', 'tidewatch_models_old'],
  ['tidewatch_train_failing', 'tidewatch_stage_failing'],
  ['broad_anomaly', 'broad_anomaly'],
  ['somebody_elses_alarm', undefined],
  ['xtidewatch_collect_silent', undefined],
])('the rule %s has the runbook %s', (rule, runbook) => {
  expect(runbookOfRule(rule)?.id).toBe(runbook);
});
