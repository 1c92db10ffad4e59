import { evaluateRules, type RuleResult } from '../../../lib/domain/rules/evaluate-rules.ts';
import { type RuleState, ruleStateFromJson, ruleStateToJson } from '../../../lib/domain/rules/state.ts';
import { broker, facts, hour, minute, readingsOf, ruleOf, samples, t0 } from './bench.ts';

const rule = ruleOf({ periods: 1, breaching: 1, recoveryMs: minute });

/** The rule over time, with a window of the user's until the time given. */
function createQuiet(quietUntilMs: number) {
  let state: RuleState | undefined;
  return (afterMs: number, percent: number, quietFromMs = t0): RuleResult => {
    const nowMs = t0 + afterMs;
    const given = { samples: [samples('disk', broker('1'), [percent], nowMs)] };
    const isOpen = nowMs >= quietFromMs && nowMs < quietUntilMs;
    const options = { settleMs: 0, ...(isOpen && { quietUntilMs }) };
    const result = evaluateRules([rule], readingsOf(given), facts, state, nowMs, options);
    state = ruleStateFromJson(JSON.parse(JSON.stringify(ruleStateToJson(result.state))));
    return result;
  };
}

const statuses = ({ changed }: RuleResult) => changed.map(({ status }) => status);

test('what fires before a window goes on in it, without a word', () => {
  const at = createQuiet(t0 + hour);
  expect(statuses(at(-minute, 90))).toEqual(['firing']);
  const inside = at(minute, 90);
  expect([inside.changed, inside.firing.length]).toEqual([[], 1]);
});

test('what fires before a window is resolved inside it', () => {
  const at = createQuiet(t0 + hour);
  at(-minute, 90);
  expect(statuses(at(minute, 50))).toEqual([]);
  expect(statuses(at(2 * minute, 50))).toEqual(['resolved']);
});

test('what is wrong when a window closes fires then, and says since when', () => {
  const at = createQuiet(t0 + hour);
  for (const after of [0, 10 * minute, 59 * minute])
    expect(at(after, 90)).toMatchObject({ changed: [], firing: [] });
  const [finding, ...more] = at(hour, 90).changed;
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ status: 'firing', sinceMs: t0 - minute, atMs: t0 + hour });
});

test('what comes and goes within a window is never heard of', () => {
  const at = createQuiet(t0 + hour);
  const said = [at(0, 90), at(10 * minute, 90), at(20 * minute, 50), at(hour, 50), at(hour + minute, 50)];
  expect(said.flatMap(statuses)).toEqual([]);
});

test('what ended inside and comes again outside fires anew', () => {
  const at = createQuiet(t0 + hour);
  at(-minute, 90);
  at(minute, 50);
  expect(statuses(at(2 * minute, 50))).toEqual(['resolved']);
  expect(statuses(at(30 * minute, 90))).toEqual([]);
  expect(statuses(at(40 * minute, 50))).toEqual([]);
  expect(statuses(at(2 * hour, 90))).toEqual(['firing']);
});
