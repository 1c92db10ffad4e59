import type { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { runKey } from '../../lambdas/once.ts';
import { loadSettings } from '../../lambdas/settings.ts';
import { taskOf } from '../../lambdas/tasks.ts';
import { VariableReader } from '../../lambdas/variables.ts';
import { rules } from '../../lib/domain/catalogue/index.ts';
import { overriddenRules } from '../../lib/domain/catalogue/rule-override.ts';
import { settingsName } from '../../lib/infra/settings/index.ts';
import { settingsDocument } from './given.ts';

const overrides = { disk_high: { limit: 70 }, heap_high: { off: true } };

/** SSM with a text in pieces; it takes ten names a call, as AWS does. */
function ssmWith(pieces: readonly string[]) {
  const held = new Map(pieces.map((text, i) => [settingsName('dev', i), text]));
  const send = async ({ input: { Names = [] } }: GetParametersCommand) => {
    if (Names.length > 10) throw new Error('ValidationException');
    // In no order, as AWS answers.
    const found = Names.filter((name) => held.has(name)).toReversed();
    return { Parameters: found.map((Name) => ({ Name, Value: held.get(Name) })) };
  };
  return { send } as unknown as SSMClient;
}

function readerOf(pieces: number) {
  return new VariableReader({ TIDEWATCH_ENVIRONMENT: 'dev', TIDEWATCH_SETTINGS_PIECES: String(pieces) });
}

test('settings in many pieces are read whole, and rules are changed as they say', async () => {
  const text = JSON.stringify({ ...settingsDocument, overrides, pagerdutyEndpoint: 'x'.repeat(500) });
  const pieces = text.match(/.{1,60}/g) ?? [];
  expect(pieces.length).toBeGreaterThan(12);
  const settings = await loadSettings(ssmWith(pieces), readerOf(pieces.length));
  expect(settings.home).toEqual(settingsDocument.home);
  expect(settings.rules).toEqual(overriddenRules(rules, overrides));
  expect(settings.lateness.slow).toBeGreaterThan(settings.lateness.normal);
});

test('a rule that an alarm watches on a cluster is not ours there, and is ours on any other', async () => {
  const alarmed = [[['1/r/a', '1/r/b'], ['disk_high']]] as const;
  const settings = await loadSettings(
    ssmWith([JSON.stringify({ ...settingsDocument, alarmed })]),
    readerOf(1),
  );
  const ids = (id: string) => settings.rulesOf({ id }).map((rule) => rule.id);
  expect(ids('1/r/b')).not.toContain('disk_high');
  expect(ids('1/r/c')).toEqual(settings.rules.map(({ id }) => id));
});

test('refuses settings that are missing or no JSON', async () => {
  await expect(loadSettings(ssmWith(['{}']), readerOf(2))).rejects.toThrow(
    'SSM has no parameter /tidewatch/dev/settings/001: deploy the storage stack',
  );
  await expect(loadSettings(ssmWith(['{']), readerOf(1))).rejects.toThrow(/no JSON/);
});

test('refuses missing and wrong variables all at once', () => {
  const reader = new VariableReader({ TIDEWATCH_TOPICS: '{"critical":1}', TIDEWATCH_STORE: 'paper' });
  reader.text('TIDEWATCH_ENVIRONMENT');
  reader.wholeNumber('TIDEWATCH_INCIDENT_DAYS');
  reader.everySeverity('TIDEWATCH_TOPICS');
  reader.oneOf('TIDEWATCH_STORE', ['dynamodb']);
  expect(() => reader.check()).toThrow(
    [
      'TIDEWATCH_ENVIRONMENT is missing: the stacks set it',
      'TIDEWATCH_INCIDENT_DAYS is missing: the stacks set it',
      'TIDEWATCH_INCIDENT_DAYS: got "", allowed: a whole number from 1',
      'TIDEWATCH_TOPICS: "critical" is no severity with a text; allowed: critical, error, warning, info',
      'TIDEWATCH_TOPICS: error, warning, info missing',
      'TIDEWATCH_STORE: got "paper", allowed: dynamodb',
    ].join('\n'),
  );
});

test('refuses a task that a function does not have', () => {
  expect(() => taskOf({ task: 'sleep' }, ['train', 'project'])).toThrow(
    'event.task: got "sleep", allowed: "train", "project"',
  );
  expect(() => taskOf(undefined, ['train'])).toThrow('event.task: got nothing, allowed: "train"');
});

test('a scheduled run is known by its stage, task and time; other events are not runs', () => {
  const event = { task: 'collect', scheduledAt: '2026-11-22T12:00:00Z' };
  expect(runKey('collect', event)).toBe('collect collect 2026-11-22T12:00:00Z');
  expect(runKey('collect', { ...event, scheduledAt: '<aws.scheduler.scheduled-time>' })).toBeUndefined();
  expect(runKey('collect', { Records: [] })).toBeUndefined();
  expect(runKey('collect', null)).toBeUndefined();
});
