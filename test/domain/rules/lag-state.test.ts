import type { Rule } from '../../../lib/domain/catalogue/rule.ts';
import type { LagSettings } from '../../../lib/domain/lag/allowed-lag.ts';
import { type LagState, lagStates } from '../../../lib/domain/lag/lag-state.ts';
import { needsOf } from '../../../lib/domain/rules/needs.ts';
import type { Entity } from '../../../lib/domain/series/entity.ts';
import { type Consumer, cloudwatch, samplesSeen, watch } from '../lag/consumer.ts';
import { cluster, createEvaluator, hour, minute, ruleOf, t0 } from './bench.ts';

const billing: Entity = { cluster: cluster.id, group: 'billing', topic: 'payments' };

const ruleOn = (states: readonly LagState[]): Rule =>
  ruleOf({
    id: `lag_${states.join('_')}`,
    entity: 'group_topic',
    condition: { kind: 'lag_state', signal: 'lag_sum', states },
    periods: 1,
    breaching: 1,
    recoveryMs: 10 * minute,
  });
const rule = ruleOn(['stopped', 'stalled']);

/** Six hours of a group that reads nothing from its third hour on for so many minutes. */
const pausing = (lasted: number): Consumer => ({
  minutes: 360,
  read: (now) => (now >= 180 && now < 180 + lasted ? 0 : 5000),
});
const paused = watch(pausing(60));
/** What is known of it so many minutes after it began to pause. */
const after = (minutes: number, entity = billing) => {
  const until = (values: number[]) => values.slice(0, 180 + minutes);
  const seen = {
    lag: until(paused.lag),
    worst: until(paused.worst),
    seconds: until(paused.seconds),
    arriving: until(paused.arriving),
    reading: [],
    rewound: [],
  };
  return { samples: samplesSeen(seen, cloudwatch, entity, t0 + minutes * minute) };
};

test('a state fires once, tells since when and how much, and resolves when it has been over for a while', () => {
  const evaluator = createEvaluator([rule]);
  const seen = [];
  for (let at = 0; at <= 90; at += 5) {
    const { changed, firing } = evaluator.at(t0 + at * minute, after(at));
    for (const { status, evidence, sinceMs } of changed)
      if (seen.length === 0 || status === 'resolved')
        seen.push({ at, status, sinceMs, words: evidence.words });
    if (at === 15)
      expect(firing[0]?.evidence.values).toMatchObject({ state: lagStates.stopped, messages: 90_000 });
  }
  expect(seen).toEqual([
    {
      at: 15,
      status: 'firing',
      sinceMs: t0 + minute,
      words:
        'group billing, topic payments of orders has read nothing for 14 min, 90 k messages unread, the oldest for 15 min, 16.7 % in one partition, 100 messages/s arrive and 0 messages/s are read; only this group: look at its consumers',
    },
    {
      at: 75,
      status: 'resolved',
      sinceMs: t0 + minute,
      words: expect.stringMatching(
        /^group billing, topic payments of orders (is behind and reads on|keeps up), .*after 1 h/,
      ),
    },
  ]);
});

test('a rule looks at its own states only, and every evaluation gives the states of all groups', () => {
  const { firing, lag } = createEvaluator([ruleOn(['behind'])]).at(t0 + 30 * minute, after(30));
  expect(firing).toEqual([]);
  expect(lag).toMatchObject([{ entity: billing, state: 'stopped', groups: { troubled: 1, known: 1 } }]);
});

test('without a rule on states none is judged', () => {
  expect(createEvaluator([ruleOf()]).at(t0 + 30 * minute, after(30)).lag).toEqual([]);
});

test('while the state is not known a finding is held', () => {
  const evaluator = createEvaluator([rule]);
  const { samples } = after(30);
  expect(evaluator.at(t0 + 30 * minute, { samples }).firing).toHaveLength(1);
  const { changed, firing } = evaluator.at(t0 + 55 * minute, { samples });
  expect(changed).toEqual([]);
  expect(firing[0]?.evidence.words).toMatch(
    /^it is not known how group billing, topic payments of orders keeps up/,
  );
});

test('a group that is switched off is judged by no rule on its lag, and what fires of it is over', () => {
  const options: { settleMs: number; lag?: LagSettings } = { settleMs: 0 };
  const silence = ruleOf({
    id: 'silent',
    entity: 'group_topic',
    condition: { kind: 'absence', signal: 'lag_sum', silentMs: hour / 2 },
  });
  const evaluator = createEvaluator([rule, silence], options);
  expect(evaluator.at(t0 + 30 * minute, after(30)).firing).toHaveLength(1);
  options.lag = { groups: { 'bill*': { off: true } } };
  const { changed, firing, lag } = evaluator.at(t0 + 35 * minute, after(35));
  expect([firing, lag]).toEqual([[], []]);
  expect(changed).toMatchObject([{ status: 'resolved' }]);
  expect(changed[0]?.evidence.words).toMatch(/is no longer watched: its lag is switched off, after/);
  expect(evaluator.at(t0 + 80 * minute, after(35)).firing).toEqual([]);
});

test('an absence of lag is none while nothing arrives in the topic', () => {
  const absence = (unlessIdle?: true) =>
    ruleOf({
      id: `silent_${unlessIdle}`,
      entity: 'group_topic',
      condition: {
        kind: 'absence',
        signal: 'lag_sum',
        silentMs: 20 * minute,
        ...(unlessIdle && { unlessIdle }),
      },
      periods: 1,
      breaching: 1,
    });
  const rules = [absence(), absence(true)];
  const firingWith = (arriving: readonly number[]) => {
    const evaluator = createEvaluator(rules);
    const [lag] = after(0).samples;
    const seen = { lag: [], worst: [], seconds: [], arriving: [...arriving], reading: [], rewound: [] };
    const given = (at: number) => ({
      samples: [...(lag ? [lag] : []), ...samplesSeen(seen, ['arriving'], billing, t0 + at * minute)],
    });
    evaluator.at(t0, given(0));
    return evaluator.at(t0 + 40 * minute, given(40)).firing.map(({ rule: id }) => id);
  };
  expect(firingWith(Array(40).fill(0))).toEqual(['silent_undefined']);
  expect(firingWith([...Array(39).fill(0), 1])).toHaveLength(2);
  expect(firingWith([])).toHaveLength(2);
});

test('a rule on states needs six hours of all that tells of lag', () => {
  const { points, spanMs } = needsOf(rule);
  expect(spanMs).toBe(6 * hour);
  expect(points).toEqual(
    expect.arrayContaining([
      'lag_sum',
      'lag_max',
      'lag_seconds',
      'topic_messages_in',
      'group_members',
      'consumer_lag_state',
    ]),
  );
});
