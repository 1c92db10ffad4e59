import type { Verdict } from '../../../lib/domain/anomaly/verdict.ts';
import type { Condition } from '../../../lib/domain/catalogue/rule.ts';
import type { Forecast } from '../../../lib/domain/forecast/forecast.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';
import {
  broker,
  cluster,
  createEvaluator,
  type Given,
  hour,
  minute,
  number,
  ruleOf,
  samples,
  t0,
  value,
  whole,
} from './bench.ts';

const disk = (id: string, values: readonly (number | undefined)[], endMs = t0): Given => ({
  samples: [samples('disk', broker(id), values, endMs)],
});

describe('a threshold', () => {
  test('fires for the broker that breaches, with its numbers, units and duration', () => {
    const evaluator = createEvaluator([ruleOf()]);
    const given = {
      samples: [
        samples('disk', broker('1'), [50, 50, 50], t0),
        samples('disk', broker('2'), [86, 87, 87.44], t0),
      ],
    };
    const { changed, firing } = evaluator.at(t0, given);
    expect(changed).toEqual(firing);
    expect(changed).toEqual([
      {
        rule: 'disk_high',
        entity: broker('2'),
        status: 'firing',
        severity: 'error',
        sinceMs: t0 - 3 * minute,
        atMs: t0,
        evidence: {
          words: 'Disk used of broker 2 of orders is 87.4 %, above the limit of 85 %, for 3 min',
          values: { value: 87.44, limit: 85 },
        },
      },
    ]);
  });

  test('says it once, goes on firing, and says when it is over', () => {
    const evaluator = createEvaluator([ruleOf()]);
    expect(evaluator.at(t0, disk('2', [86, 86, 86])).changed).toHaveLength(1);
    const second = evaluator.at(t0 + minute, disk('2', [86, 86, 86], t0 + minute));
    expect([second.changed.length, second.firing.length]).toEqual([0, 1]);
    const third = evaluator.at(t0 + 2 * minute, disk('2', [86, 86, 60], t0 + 2 * minute));
    expect(third.firing).toEqual([]);
    expect(third.changed).toMatchObject([
      {
        status: 'resolved',
        evidence: { words: 'Disk used of broker 2 of orders is 60 %, within the limit of 85 %, after 5 min' },
      },
    ]);
  });

  test('evaluated again at the same time it changes nothing', () => {
    const evaluator = createEvaluator([ruleOf()]);
    const first = evaluator.at(t0, disk('2', [86, 86, 86]));
    const second = evaluator.at(t0, disk('2', [86, 86, 86]));
    expect(second.changed).toEqual([]);
    expect(second.firing).toEqual(first.firing);
    expect(second.state).toEqual(first.state);
  });

  test('is said again when its number has moved by a quarter, at most every ten minutes', () => {
    const evaluator = createEvaluator([ruleOf({ condition: threshold('urp', 0) })]);
    const urp = (count: number, at: number) => ({
      samples: [samples('urp', broker('1'), [count, count, count], at)],
    });
    const said = [0, 5, 10, 15, 25].map((after, i) => {
      const at = t0 + after * minute;
      return evaluator.at(at, urp([10, 90, 90, 95, 200][i] ?? 0, at)).changed.length;
    });
    expect(said).toEqual([1, 0, 1, 0, 1]);
  });

  test('with hysteresis goes on until the value is on the good side of the recovery limit', () => {
    const condition: Condition = { ...threshold('disk', 85), recoveryLimit: number(80) };
    const evaluator = createEvaluator([ruleOf({ condition, periods: 1, breaching: 1 })]);
    expect(evaluator.at(t0, disk('1', [82])).firing).toHaveLength(0);
    expect(evaluator.at(t0 + minute, disk('1', [86], t0 + minute)).firing).toHaveLength(1);
    const between = evaluator.at(t0 + 2 * minute, disk('1', [82], t0 + 2 * minute)).firing;
    expect(between[0]?.evidence.words).toMatch(/is 82 %, not yet well within the limit of 85 %/);
    expect(evaluator.at(t0 + 3 * minute, disk('1', [79], t0 + 3 * minute)).changed[0]?.status).toBe(
      'resolved',
    );
  });

  test('is over only when it has been gone for the recovery time', () => {
    const evaluator = createEvaluator([ruleOf({ periods: 1, breaching: 1, recoveryMs: 2 * minute })]);
    const at = (after: number, percent: number) =>
      evaluator.at(t0 + after * minute, disk('1', [percent], t0 + after * minute));
    at(0, 90);
    expect([at(1, 50), at(2, 90), at(3, 50), at(4, 50)].map(({ firing }) => firing.length)).toEqual([
      1, 1, 1, 1,
    ]);
    expect(at(5, 50).changed.map(({ status }) => status)).toEqual(['resolved']);
  });

  test.each([
    ['>', 85, 0],
    ['>=', 85, 1],
    ['<', 85, 0],
    ['<=', 85, 1],
  ] as const)('a value at the limit with %s %d fires %d', (comparison, limit, count) => {
    const condition: Condition = {
      kind: 'threshold',
      value: value('disk'),
      comparison,
      limit: number(limit),
    };
    const rule = ruleOf({ condition, periods: 1, breaching: 1 });
    expect(createEvaluator([rule]).at(t0, disk('1', [85])).firing).toHaveLength(count);
  });

  test('the newest minute counts only when it has settled', () => {
    const rule = ruleOf({ periods: 1, breaching: 1 });
    const given = disk('1', [50, 90]);
    expect(createEvaluator([rule], { settleMs: minute }).at(t0, given).firing).toHaveLength(0);
    expect(createEvaluator([rule], { settleMs: minute }).at(t0 + minute, given).firing).toHaveLength(1);
  });

  test('points that come late are judged as the newest where lateness is allowed', () => {
    const rule = ruleOf({ missing: 'ok' });
    const given = disk('1', [90, 90, 90], t0 - 8 * minute);
    expect(createEvaluator([rule]).at(t0, given).firing).toHaveLength(0);
    const lateness = { critical: 10 * minute, normal: 0, slow: 0 };
    expect(createEvaluator([rule], { settleMs: 0, lateness }).at(t0, given).firing).toHaveLength(1);
  });

  test('a limit that is not known of the cluster makes the rule not apply', () => {
    const condition: Condition = {
      ...threshold('disk', 0),
      limit: { kind: 'limit', limit: 'retention_seconds' },
    };
    expect(createEvaluator([ruleOf({ condition })]).at(t0, disk('1', [1, 1, 1])).firing).toEqual([]);
  });

  test('a rule for other types of cluster is not judged, and one withdrawn takes its finding with it', () => {
    const evaluator = createEvaluator([ruleOf()]);
    const express = { ...disk('1', [90, 90, 90]), cluster: { type: 'express' } as const };
    expect(evaluator.at(t0, express).firing).toEqual([]);
    evaluator.at(t0 + minute, disk('1', [90, 90, 90], t0 + minute));
    const { changed } = evaluator.at(t0 + 2 * minute, express);
    expect(changed).toMatchObject([{ status: 'resolved', severity: 'error' }]);
  });

  test('arithmetic over several signals has one name and unit', () => {
    const sum = { kind: 'add', left: value('disk'), right: value('disk', 'Average') } as const;
    const condition: Condition = { kind: 'threshold', value: sum, comparison: '>', limit: number(60) };
    const { firing } = createEvaluator([ruleOf({ condition, title: 'Both disks' })]).at(
      t0,
      disk('1', [40, 40, 40]),
    );
    expect(firing[0]?.evidence.words).toBe(
      'Both disks of broker 1 of orders is 80 %, above the limit of 60 %, for 3 min',
    );
  });

  test('dividing by nothing is no value', () => {
    const ratio = { kind: 'divide', left: value('disk'), right: value('urp') } as const;
    const condition: Condition = { kind: 'threshold', value: ratio, comparison: '>', limit: number(0) };
    const given = {
      samples: [samples('disk', broker('1'), [1, 1, 1], t0), samples('urp', broker('1'), [0, 0, 0], t0)],
    };
    expect(createEvaluator([ruleOf({ condition })]).at(t0, given).firing).toEqual([]);
  });
});

function threshold(signal: string, limit: number) {
  return { kind: 'threshold', value: value(signal), comparison: '>', limit: number(limit) } as const;
}

describe('a value across all entities', () => {
  const across = (how: 'max' | 'sum' | 'min' | 'average' | 'count', comparison: '>' | '<', limit: number) =>
    ruleOf({
      entity: 'cluster',
      condition: {
        kind: 'threshold',
        value: { kind: 'across', signal: 'urp', statistic: 'Maximum', with: how },
        comparison,
        limit: number(limit),
      },
    });
  const given = {
    samples: [
      samples('urp', broker('1'), [1, 1, 1], t0),
      samples('urp', broker('2'), [2, 2, 2], t0),
      samples('urp', broker('3'), [6, 6, 6], t0),
    ],
  };

  test.each([
    ['max', 6],
    ['sum', 9],
    ['min', 1],
    ['average', 3],
    ['count', 3],
  ] as const)('%s gives one value a cluster', (how, expected) => {
    const { firing } = createEvaluator([across(how, '>', expected - 0.5)]).at(t0, given);
    expect(firing).toMatchObject([{ entity: whole, evidence: { values: { value: expected } } }]);
  });

  test('a broker that stops is counted out, and before the first point nothing was counted', () => {
    const rule = across('count', '<', 3);
    const [one, two] = given.samples;
    if (one === undefined || two === undefined) throw new Error('no samples');
    const stopped = { samples: [one, two, samples('urp', broker('3'), [6, ...gap(3)], t0)] };
    expect(createEvaluator([rule]).at(t0, stopped).firing).toHaveLength(1);
    const started = {
      samples: given.samples.map(({ series }) => samples(series.signal, series.entity, [...gap(2), 1], t0)),
    };
    expect(createEvaluator([rule]).at(t0, started).firing).toHaveLength(0);
  });

  test('brokers that have left the cluster do not count', () => {
    const { firing } = createEvaluator([across('max', '>', 5)]).at(t0, {
      ...given,
      cluster: { brokerIds: ['1', '2'] },
    });
    expect(firing).toEqual([]);
  });
});

function gap(length: number): undefined[] {
  return Array.from({ length }, () => undefined);
}

describe('an anomaly', () => {
  const rule = (direction: 'high' | 'low' | 'both') =>
    ruleOf({ condition: { kind: 'anomaly', signal: 'bytes', direction }, periods: 3, breaching: 2 });
  const verdict = (minutesAgo: number, observed: number, isAnomaly: boolean): Verdict => ({
    series: createSeries('bytes', broker('1')),
    timeMs: t0 - minutesAgo * minute,
    observed,
    expected: 12 * 1024 * 1024,
    lower: 10 * 1024 * 1024,
    upper: 14 * 1024 * 1024,
    score: -5,
    pValue: 1e-6,
    isAnomaly,
    detector: 'residual-z',
  });
  const given = (...verdicts: readonly Verdict[]): Given => ({
    verdicts,
    known: [{ ...createSeries('bytes', broker('1')), lastMs: t0 - minute }],
  });
  const low = 4 * 1024 * 1024;

  test.each([
    ['low', 1],
    ['both', 1],
    ['high', 0],
  ] as const)('below the expected with direction %s fires %d', (direction, count) => {
    const { firing } = createEvaluator([rule(direction)]).at(
      t0,
      given(verdict(2, low, true), verdict(1, low, true)),
    );
    expect(firing).toHaveLength(count);
  });

  test.each([
    [8, 0.25, 1],
    [9, 0.25, 1],
    [10, 0.25, 0],
    [10, undefined, 1],
  ])('%p MiB of 12 expected, with a least share of %p, fires %p', (mib, leastShare, count) => {
    const condition = {
      kind: 'anomaly',
      signal: 'bytes',
      direction: 'low',
      ...(leastShare !== undefined && { leastShare }),
    } as const;
    const seen = mib * 1024 * 1024;
    const { firing } = createEvaluator([ruleOf({ condition, periods: 3, breaching: 2 })]).at(
      t0,
      given(verdict(2, seen, true), verdict(1, seen, true)),
    );
    expect(firing).toHaveLength(count);
  });

  test('what fires goes on while it is half as far off as it had to be, and not less', () => {
    const condition = { kind: 'anomaly', signal: 'bytes', direction: 'low', leastShare: 0.25 } as const;
    const evaluator = createEvaluator([ruleOf({ condition, periods: 3, breaching: 2, recoveryMs: 0 })]);
    const at = (minutes: number, mib: number) => {
      const nowMs = t0 + minutes * minute;
      const seen = [2, 1].map((ago) => verdict(ago - minutes, mib * 1024 * 1024, true));
      return evaluator.at(nowMs, {
        verdicts: seen,
        known: [{ ...createSeries('bytes', broker('1')), lastMs: nowMs - minute }],
      }).firing.length;
    };
    expect([at(0, 10), at(3, 9), at(6, 10), at(9, 11)]).toEqual([0, 1, 1, 0]);
  });

  test.each([
    ['forecast+season', 'unlike the forecast and this time of other days'],
    ['level', 'unlike the last day'],
    ['residual-z', 'found by residual-z'],
  ])('tells what was seen and expected, and that %p found it', (detector, found) => {
    const { firing } = createEvaluator([rule('low')]).at(
      t0,
      given({ ...verdict(2, low, true), detector }, { ...verdict(1, low, true), detector }),
    );
    expect(firing[0]?.evidence).toMatchObject({
      words: `Bytes in of broker 1 of orders is 4 MiB/s, expected 12 MiB/s (10 MiB/s to 14 MiB/s), ${found}, for 2 min`,
      values: { value: low, pValue: 1e-6 },
    });
  });

  test('one odd minute is not enough, and without verdicts nothing changes', () => {
    const evaluator = createEvaluator([rule('low')]);
    expect(evaluator.at(t0, given(verdict(2, low, false), verdict(1, low, true))).firing).toEqual([]);
    expect(evaluator.at(t0, given()).firing).toEqual([]);
  });
});

describe('a time to the limit', () => {
  const condition: Condition = {
    kind: 'time_to_limit',
    signal: 'disk',
    limit: number(85),
    withinMs: 6 * hour,
  };
  const rule = ruleOf({ condition, periodMs: 5 * minute, periods: 1, breaching: 1 });
  const forecast = (perHour: number, originMs = t0): Forecast => {
    const path = (rate: number) => Float64Array.from({ length: 12 }, (_, i) => 70 + rate * (i + 1));
    return {
      series: createSeries('disk', broker('2')),
      originMs,
      stepMs: hour,
      level: 0.95,
      model: 'm',
      trainedFromMs: 0,
      trainedToMs: t0,
      backtest: { error: 1, naiveError: 1 },
      mean: path(perHour),
      lower: path(perHour - 1),
      upper: path(perHour + 1),
    };
  };
  const given = (perHour: number, originMs?: number): Given => ({
    forecasts: [forecast(perHour, originMs)],
    known: [{ ...createSeries('disk', broker('2')), lastMs: t0 }],
  });

  test('fires when the mean gets there in time and goes on saying so', () => {
    const evaluator = createEvaluator([rule]);
    expect(evaluator.at(t0, given(4)).firing).toEqual([]);
    const { firing } = evaluator.at(t0 + 5 * minute, given(4));
    expect(firing[0]?.evidence).toMatchObject({
      words:
        'Disk used of broker 2 of orders is forecast to reach 85 % in 3 h 55 min (earliest 2 h 55 min, latest 4 h 55 min)',
      values: { limit: 85, hours: 3 + 55 / 60 },
    });
  });

  test.each([
    ['too late', 2, t0],
    ['never', 0, t0],
    ['seen a day and a half ago', 20, t0 - 36 * hour],
  ])('does not fire when the limit is reached %s', (_when, perHour, originMs) => {
    const evaluator = createEvaluator([rule]);
    evaluator.at(t0, given(perHour, originMs));
    expect(evaluator.at(t0 + 5 * minute, given(perHour, originMs)).firing).toEqual([]);
  });

  test('of a signal that hurts when low it is the way down that counts', () => {
    const idle: Condition = { ...condition, signal: 'idle', limit: number(0.3) };
    const series = createSeries('idle', broker('2'));
    const mean = Float64Array.of(0.5, 0.4, 0.3, 0.2);
    const one = { ...forecast(0), series, mean, lower: mean, upper: mean };
    const evaluator = createEvaluator([{ ...rule, condition: idle }]);
    const falling = { forecasts: [one], known: [{ ...series, lastMs: t0 }] };
    evaluator.at(t0, falling);
    expect(evaluator.at(t0 + 5 * minute, falling).firing).toHaveLength(1);
  });
});

describe('an absence', () => {
  const rule = ruleOf({
    id: 'broker_silent',
    condition: { kind: 'absence', signal: 'bytes', silentMs: 10 * minute },
    periods: 1,
    breaching: 1,
    missing: 'breaching',
  });
  const known = (...last: readonly number[]): Given => ({
    known: last.map((lastMs, i) => ({ ...createSeries('bytes', broker(String(i + 1))), lastMs })),
  });
  const later = (minutes: number) => t0 + minutes * minute;

  test('fires for the one that went silent and is over when it sends again', () => {
    const evaluator = createEvaluator([rule]);
    expect(evaluator.at(t0, known(t0, t0)).firing).toEqual([]);
    expect(evaluator.at(later(9), known(later(9), t0)).firing).toEqual([]);
    const { firing } = evaluator.at(later(10), known(later(10), t0));
    expect(firing).toMatchObject([
      {
        entity: broker('2'),
        evidence: {
          words: 'broker 2 of orders has gone silent: no Bytes in for 10 min',
          values: { silentMinutes: 10 },
        },
      },
    ]);
    const back = evaluator.at(later(11), known(later(11), later(11))).changed;
    expect(back[0]?.evidence.words).toMatch(/^broker 2 of orders sends Bytes in again, after/);
  });

  test('all silent at once counts too', () => {
    const evaluator = createEvaluator([rule]);
    evaluator.at(t0, known(t0, t0));
    expect(evaluator.at(later(10), known(t0, t0)).firing).toHaveLength(2);
  });

  test('what is late by the poll plan is not silent, unless its peers are there', () => {
    const lateness = { critical: 10 * minute, normal: 0, slow: 0 };
    const evaluator = createEvaluator([rule], { settleMs: 0, lateness });
    evaluator.at(t0, known(t0, t0));
    expect(evaluator.at(later(15), known(t0, t0)).firing).toEqual([]);
    expect(evaluator.at(later(16), known(later(15), t0)).firing).toHaveLength(1);
  });

  test('silence from before the program ran proves nothing at first', () => {
    const evaluator = createEvaluator([rule]);
    const gone = t0 - 8 * hour;
    expect(evaluator.at(t0, known(gone)).firing).toEqual([]);
    expect(evaluator.at(later(9), known(gone)).firing).toEqual([]);
    expect(evaluator.at(later(10), known(gone)).firing).toHaveLength(1);
  });

  test('a pause of the program does not end what fires', () => {
    const evaluator = createEvaluator([rule]);
    evaluator.at(t0, known(t0));
    expect(evaluator.at(later(10), known(t0)).firing).toHaveLength(1);
    expect(evaluator.at(later(200), known(t0)).firing).toHaveLength(1);
  });

  test('a broker taken out on purpose is over at once', () => {
    const evaluator = createEvaluator([rule]);
    evaluator.at(t0, known(t0, t0));
    evaluator.at(later(10), known(later(10), t0));
    const scaledIn = { ...known(later(11), t0), cluster: { brokerIds: ['1'] } };
    const { changed, firing } = evaluator.at(later(11), scaledIn);
    expect(firing).toEqual([]);
    expect(changed[0]?.evidence.words).toMatch(/^broker 2 of orders is no longer part of the cluster, after/);
    expect(evaluator.at(later(12), scaledIn).changed).toEqual([]);
  });

  test('a self-managed broker that is no longer listed may be dead, and is silent', () => {
    const evaluator = createEvaluator([rule]);
    const dead = (minutes: number) => ({
      ...known(later(minutes), t0),
      cluster: { type: 'self_managed', brokerIds: ['1'] } as const,
    });
    evaluator.at(t0, dead(0));
    expect(evaluator.at(later(10), dead(10)).firing).toHaveLength(1);
  });

  test('an entity silent for longer than the look-back is forgotten', () => {
    const evaluator = createEvaluator([rule], { settleMs: 0, lookbackMs: hour });
    evaluator.at(t0, known(t0, t0));
    evaluator.at(later(30), known(later(30), t0));
    const { changed, firing } = evaluator.at(later(61), known(later(61), t0));
    expect(firing).toEqual([]);
    expect(changed[0]?.evidence.words).toMatch(/has sent nothing for 1 h and is no longer watched/);
  });
});

describe('all of several', () => {
  const rule = ruleOf({
    condition: {
      kind: 'all',
      of: [
        { kind: 'threshold', value: value('bytes'), comparison: '<=', limit: number(0) },
        {
          kind: 'threshold',
          value: { kind: 'across', signal: 'urp', statistic: 'Maximum', with: 'max' },
          comparison: '>',
          limit: number(0),
        },
      ],
    },
  });
  const given = (bytes: readonly (number | undefined)[], urp: number): Given => ({
    samples: [
      samples('bytes', broker('1'), bytes, t0),
      samples('bytes', broker('2'), [5, 5, 5], t0),
      samples('urp', broker('2'), [urp, urp, urp], t0),
    ],
  });

  test('fires for the entity of the first part when every part holds', () => {
    const { firing } = createEvaluator([rule]).at(t0, given([0, 0, 0], 4));
    expect(firing).toMatchObject([{ entity: broker('1'), evidence: { values: { value: 0, value2: 4 } } }]);
    expect(firing[0]?.evidence.words).toContain('; ');
  });

  test.each([
    ['one part is fine', given([0, 0, 0], 0)],
    ['one part has no data', given(gap(3), 4)],
  ])('does not fire when %s', (_title, readings) => {
    expect(createEvaluator([rule]).at(t0, readings).firing).toEqual([]);
  });
});

describe('maintenance', () => {
  const rule = ruleOf({ expectedInMaintenance: true, periods: 1, breaching: 1 });
  const at = (minutes: number, state: string): [number, Given] => {
    const nowMs = t0 + minutes * minute;
    return [nowMs, { ...disk('1', [90], nowMs), cluster: { state } }];
  };

  test.each(['MAINTENANCE', 'REBOOTING_BROKER', 'UPDATING', 'HEALING'])(
    '%s holds an expected finding back',
    (state) => {
      const { firing, held, changed } = createEvaluator([rule]).at(...at(0, state));
      expect([firing.length, changed.length]).toEqual([0, 0]);
      expect(held).toMatchObject([{ rule: 'disk_high', entity: broker('1') }]);
    },
  );

  test('what outlasts the grace fires, whatever the state then is', () => {
    const evaluator = createEvaluator([rule]);
    evaluator.at(...at(0, 'MAINTENANCE'));
    expect(evaluator.at(...at(20, 'ACTIVE')).firing).toEqual([]);
    expect(evaluator.at(...at(29, 'ACTIVE')).firing).toHaveLength(1);
  });

  test('other findings are not held back', () => {
    const other = ruleOf({ periods: 1, breaching: 1 });
    expect(createEvaluator([other]).at(...at(0, 'MAINTENANCE')).firing).toHaveLength(1);
  });
});

test('findings are in a fixed order: worst first, then by rule and entity', () => {
  const rules = [
    ruleOf({ id: 'b', severity: 'warning' }),
    ruleOf({ id: 'a', severity: 'warning' }),
    ruleOf({ id: 'z', severity: 'critical' }),
  ];
  const given = {
    samples: [samples('disk', broker('2'), [90, 90, 90], t0), samples('disk', broker('1'), [90, 90, 90], t0)],
  };
  const { firing } = createEvaluator(rules).at(t0, given);
  expect(firing.map(({ rule, entity }) => `${rule}${entity.broker}`)).toEqual([
    'z1',
    'z2',
    'a1',
    'a2',
    'b1',
    'b2',
  ]);
  expect(cluster.brokerIds).toContain('1');
});
