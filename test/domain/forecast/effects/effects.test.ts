import { arima } from '../../../../lib/domain/forecast/arima/forecaster.ts';
import {
  type Effect,
  effectWords,
  explained,
  explainedAmong,
  withoutMaintenance,
} from '../../../../lib/domain/forecast/effects/index.ts';
import { learn } from '../../../../lib/domain/forecast/effects/learn.ts';
import { seasonalNaive } from '../../../../lib/domain/forecast/seasonal-naive/index.ts';
import { type CalendarEvent, emptyCalendar } from '../../../../lib/domain/series/calendar/index.ts';
import { calendarOf, campaign, day, fitted, hour, monday, traffic } from './given.ts';

const four = campaign('spring', [60, 141, 222, 303]);
/** Of a past of 100 days, with one more in the days after. */
const three = campaign('spring', [20, 45, 78]);
const next = campaign('spring', [105]);
const past = 2400;

/** The effect that a series shows. */
function lessonOf(y: Float64Array, events: readonly CalendarEvent[]): Effect | undefined {
  return learn(y, calendarOf(events), { startMs: monday, stepMs: hour, periods: [24, 168] }).effects[0];
}

describe('a year with weekly rhythm, growth and four campaigns', () => {
  test('the effect is recovered, and within its 95 % interval as often as it should be', () => {
    const found = Array.from(
      { length: 6 },
      (_, i) => lessonOf(traffic({ seed: i + 1, events: four }), four)!,
    );
    for (const effect of found) {
      expect(effect).toMatchObject({ name: 'spring', occurrences: 4, basis: 'estimated' });
      expect(Math.abs(effect.percent - 32)).toBeLessThan(10);
      expect(effect.standardError).toBeGreaterThan(1);
      expect(effect.standardError).toBeLessThan(5);
    }
    const inside = found.filter(
      ({ percent, standardError }) => Math.abs(percent - 32) <= 1.96 * standardError,
    );
    expect(inside.length).toBeGreaterThanOrEqual(5);
  });

  test('a campaign that does not come is left out of the forecast, and all else stays', () => {
    const events = [...three, ...next];
    const { model } = fitted(traffic({ seed: 4, hours: past, events: three }), calendarOf(events));
    const on = model.forecast(15 * 24, 0.95).mean;
    const off = model.without(['spring']).forecast(15 * 24, 0.95).mean;
    const startsAt = 105 * 24 - past;
    const factor = 1 + (model.effects[0]?.percent ?? 0) / 100;
    on.forEach((value, i) => {
      const isOn = i >= startsAt && i < startsAt + 96;
      expect(value / off[i]!).toBeCloseTo(isOn ? factor : 1, 9);
    });
  });

  test('campaigns that differ have a wider interval than those that do not', () => {
    const y = traffic({ seed: 5, hours: past, events: three });
    const factors = [0.8, 1, 1.25];
    const differing = y.map((value, t) => {
      const at = three.findIndex(
        ({ fromMs, toMs }) => monday + t * hour >= fromMs && monday + t * hour < toMs,
      );
      return value * (factors[at] ?? 1);
    });
    const same = lessonOf(y, three)!;
    const apart = lessonOf(differing, three)!;
    expect(apart.standardError).toBeGreaterThan(1.2 * same.standardError);
  });
});

describe('what is stated', () => {
  test('a campaign never seen is taken as stated, with its uncertainty in the interval and a note', () => {
    const events = campaign('launch', [61]).map((one) => ({ ...one, strength: 1.4, uncertainty: 0.1 }));
    const y = traffic({ seed: 6, hours: 60 * 24 });
    const { model } = fitted(y, calendarOf(events));
    expect(model.effects[0]).toMatchObject({ name: 'launch', occurrences: 0, basis: 'stated' });
    expect(model.effects[0]?.percent).toBeCloseTo(40, 6);
    expect(model.effects[0]?.standardError).toBeCloseTo(10, 6);
    expect(model.notes).toContain(
      'launch was never seen: its stated strength of +40 % ± 10 % is taken'
        .replace(' %', ' %')
        .replace('± 10 %', '± 10'),
    );
    const plain = fitted(y, emptyCalendar).model.forecast(96, 0.95);
    const path = model.forecast(96, 0.95);
    const at = 24 + 12;
    expect(path.mean[at]! / plain.mean[at]!).toBeCloseTo(1.4, 6);
    const relative = (p: typeof path) => (p.upper[at]! - p.lower[at]!) / p.mean[at]!;
    expect(relative(path)).toBeGreaterThan(relative(plain) * 1.05);
  });

  test('one campaign seen is weighed against what is stated', () => {
    const once = campaign('sale', [30], 48).map((one) => ({ ...one, strength: 2, uncertainty: 0.02 }));
    const { model } = fitted(traffic({ seed: 7, hours: 60 * 24, events: once, lift: 1.3 }), calendarOf(once));
    expect(model.effects[0]).toMatchObject({ occurrences: 1, basis: 'stated' });
    expect(model.effects[0]?.percent).toBeGreaterThan(90);
    expect(model.notes?.join()).toMatch(/sale was seen once: what was measured counts \d+ %/);
  });

  test('a campaign neither seen nor stated changes nothing, and a note says so', () => {
    const y = traffic({ seed: 8, hours: 60 * 24 });
    const { model } = fitted(y, calendarOf(campaign('launch', [61])));
    expect(model.forecast(96, 0.95)).toEqual(fitted(y, emptyCalendar).model.forecast(96, 0.95));
    expect(model.effects).toEqual([]);
    expect(model.notes).toEqual(['launch was never seen and no strength is stated: forecasts leave it out']);
  });

  test('what noise alone could have done is drawn to none', () => {
    const events = campaign('nothing', [50], 5);
    const found = [1, 2, 3, 4, 5].map((seed) => {
      const y = traffic({ seed, hours: 80 * 24, events, lift: 1 });
      return learn(y, calendarOf(events), { startMs: monday, stepMs: hour, periods: [24, 168] });
    });
    const unclear = found.filter(({ notes }) => /nothing \(seen once\) is not clear/.test(notes.join()));
    expect(unclear.length).toBeGreaterThanOrEqual(3);
    for (const { effects } of unclear)
      expect(Math.abs(effects[0]!.percent)).toBeLessThan(1.6 * effects[0]!.standardError);
  });
});

describe('days', () => {
  test('holidays that quieten traffic are found, and the next one is forecast as quiet', () => {
    const dates = ['2025-01-29', '2025-02-20', '2025-03-04', '2025-04-02', '2025-04-17'];
    const calendar = calendarOf([], { holidays: [{ name: 'feast', dates }] });
    const at = dates.map((date) => (Date.parse(date) - monday) / hour);
    const y = traffic({ seed: 10, hours: past + 96 });
    const quiet = y.map((value, t) => (at.some((from) => t >= from && t < from + 24) ? 0.6 * value : value));
    const { model } = fitted(quiet.subarray(0, past), calendar);
    expect(model.effects.map(({ name }) => name)).toEqual(['holidays']);
    expect(Math.abs(model.effects[0]!.percent + 40)).toBeLessThan(3 * model.effects[0]!.standardError);
    const { mean } = model.forecast(96, 0.95);
    const noon = at[4]! - past + 11;
    expect(mean[noon]! / quiet[past + noon]!).toBeGreaterThan(0.8);
    expect(mean[noon]! / quiet[past + noon]!).toBeLessThan(1.25);
  });

  test('a stated strength of holidays counts before one was seen', () => {
    const calendar = calendarOf([], {
      holidays: [{ name: 'feast', dates: ['2025-01-30'] }],
      holidayStrength: { strength: 0.7 },
    });
    const { model } = fitted(traffic({ seed: 21, hours: 22 * 24 }), calendar);
    expect(model.effects).toMatchObject([{ name: 'holidays', occurrences: 0, basis: 'stated' }]);
    const plain = fitted(traffic({ seed: 21, hours: 22 * 24 }), emptyCalendar).model.forecast(96, 0.95);
    const { mean } = model.forecast(96, 0.95);
    // The holiday begins 48 hours ahead.
    expect([47, 48, 71, 72].map((at) => mean[at]! / plain.mean[at]!)).toEqual([
      1,
      expect.closeTo(0.7, 9),
      expect.closeTo(0.7, 9),
      1,
    ]);
  });

  test('days on which nothing happens are not believed in', () => {
    const calendar = calendarOf([], { timeZone: 'Europe/Berlin' });
    const counts = [11, 12, 13].map(
      (seed) =>
        learn(traffic({ seed, hours: past }), calendar, { startMs: monday, stepMs: hour, periods: [24, 168] })
          .effects.length,
    );
    expect(counts).toEqual([0, 0, 0]);
  });

  test('maintenance teaches nothing and is a gap when it comes', () => {
    const maintenance = [
      { fromMs: monday + 20 * day, toMs: monday + 20.5 * day },
      { fromMs: monday + 40 * day, toMs: monday + 40 * day + hour },
    ];
    const y = traffic({ seed: 14, hours: 960 });
    const broken = y.map((value, t) => (t >= 480 && t < 492 ? 0 : value));
    const gap = y.map((value, t) => (t >= 480 && t < 492 ? Number.NaN : value));
    const { model } = fitted(broken, calendarOf([], { maintenance }));
    const plain = fitted(gap, emptyCalendar).model;
    expect(model.forecast(48, 0.95)).toEqual(plain.forecast(48, 0.95));
    model.update(0);
    plain.update(Number.NaN);
    expect(model.next(0.95)).toEqual(plain.next(0.95));
    expect(withoutMaintenance(broken, maintenance, { startMs: monday, stepMs: hour })).toEqual(gap);
  });
});

describe('the wrapper', () => {
  test('without anything known, it is the forecaster itself', () => {
    const y = traffic({ seed: 15, hours: 1000 });
    const { model, expectations } = fitted(y, emptyCalendar);
    const plain = seasonalNaive.fit(y, {
      startMs: monday,
      stepMs: hour,
      periods: [24, 168],
      range: { min: 0 },
    });
    if (plain.kind !== 'fitted') throw new Error('too short');
    expect(model.forecast(48, 0.9)).toEqual(plain.model.forecast(48, 0.9));
    expect(expectations).toEqual(plain.expectations);
    expect(model.description).toBe(plain.model.description);
    expect(model.forecasterId).toBe('explained');
  });

  test('goes on from its state exactly as without, and needs no calendar for it', () => {
    const events = [...three, ...next];
    const y = traffic({ seed: 16, hours: past + 11 * 24, events });
    const { model } = fitted(y.subarray(0, past), calendarOf(events));
    const text = JSON.stringify(model.state());
    expect(text.length).toBeLessThan(4000);
    const again = explainedAmong([arima, seasonalNaive]).restore(JSON.parse(text));
    expect([again.effects, again.notes]).toEqual([model.effects, model.notes]);
    for (const value of [...y.subarray(past), Number.NaN, 900]) {
      expect(again.next(0.9)).toEqual(model.next(0.9));
      again.update(value);
      model.update(value);
    }
    expect(again.forecast(24, 0.95)).toEqual(model.forecast(24, 0.95));
  });

  test('expectations of the past have the effects in them', () => {
    const events = campaign('spring', [20, 45, 78, 97]);
    const y = traffic({ seed: 17, hours: past, events });
    const { expectations = [] } = fitted(y, calendarOf(events));
    const errorOf = (from: number, to: number) => {
      let sum = 0;
      for (let t = from; t < to; t++) {
        const { mean } = expectations[expectations.length - y.length + t]!;
        sum += Math.abs(mean / y[t]! - 1);
      }
      return sum / (to - from);
    };
    expect(errorOf(97 * 24, 97 * 24 + 6)).toBeLessThan(0.15);
  });

  test('series with zeros and negatives are explained by differences', () => {
    const y = traffic({ seed: 18, hours: past, events: three }).map((value, t) =>
      three.some(({ fromMs, toMs }) => monday + t * hour >= fromMs && monday + t * hour < toMs)
        ? value - 1e6 * 1.6 + 3e5
        : value - 1e6 * 1.6,
    );
    const { model } = fitted(y, calendarOf(three));
    const path = model.forecast(24, 0.95);
    expect(path.mean.every(Number.isFinite)).toBe(true);
    expect(model.effects[0]?.percent).toBeGreaterThan(20);
  });

  test.each([
    ['a constant', new Float64Array(400).fill(5)],
    ['zeros', new Float64Array(400)],
    ['mostly gaps', new Float64Array(400).map((_, t) => (t % 9 === 0 ? 5 + (t % 7) : Number.NaN))],
    ['a week', traffic({ seed: 19, hours: 168 })],
  ])('forecasts %s with finite numbers', (_, y) => {
    const events = [...campaign('a', [3]), ...campaign('b', [5, 20]), ...campaign('c', [30])].map((one) => ({
      ...one,
      strength: 1.5,
    }));
    const { model } = fitted(y, calendarOf(events, { timeZone: 'Europe/Berlin' }));
    const { mean, lower, upper } = model.forecast(800, 0.95);
    for (const values of [mean, lower, upper]) expect(values.every(Number.isFinite)).toBe(true);
    for (const { percent, standardError } of model.effects)
      expect([percent, standardError].every(Number.isFinite)).toBe(true);
  });

  test('a calendar that cannot be meant as it is leaves notes, and the rest of it counts', () => {
    const twice = campaign('sale', [10, 12], 96).map((one) => ({ ...one, strength: 1.3 }));
    const backwards = { name: 'odd', fromMs: monday + 5 * day, toMs: monday };
    const calendar = calendarOf([...twice, backwards], { timeZone: 'Mars/Base' });
    const { model } = fitted(traffic({ seed: 22, hours: 700, events: twice }), calendar);
    expect(model.notes?.slice(0, 3)).toEqual([
      'campaign "sale" overlaps its window of 2025-01-16T00:00:00.000Z; give windows of one name apart, or another name',
      'campaign "odd" ends at or before its start; give a later end',
      'got time zone "Mars/Base", which is unknown: days are those of UTC',
    ]);
    expect(model.effects).toMatchObject([{ name: 'sale', occurrences: 1 }]);
  });

  test('says that a past is too short, as the forecaster does', () => {
    const result = explained(seasonalNaive, calendarOf(four)).fit(new Float64Array(5).fill(1), {
      startMs: monday,
      stepMs: hour,
      periods: [24],
    });
    expect(result).toMatchObject({ kind: 'too_short', got: 5 });
  });

  test('refuses damaged states', () => {
    const state = fitted(traffic({ seed: 20, hours: 400 }), calendarOf(four)).model.state() as object;
    const restore = (changes: object) => () =>
      explainedAmong([seasonalNaive]).restore({ ...state, ...changes });
    expect(restore({})).not.toThrow();
    expect(restore({ forecaster: 'oracle' })).toThrow(
      'got a state of forecaster oracle, known here: seasonal-naive',
    );
    for (const changes of [
      { coming: [['a', null, 1, []]] },
      { coming: 5 },
      { maintenance: [1] },
      { scale: 'x' },
      { effects: [[1]] },
      { nextMs: null },
    ])
      expect(restore(changes)).toThrow(RangeError);
    expect(() => explainedAmong([])).toThrow('got no forecasters: give at least one');
  });
});

test('an effect in words', () => {
  const effect = {
    name: 'spring',
    percent: 32.4,
    standardError: 3.1,
    occurrences: 4,
    basis: 'estimated' as const,
  };
  expect(effectWords(effect)).toBe('spring adds 32 % ± 6.2 (seen 4 times)');
  expect(effectWords({ ...effect, percent: -20, occurrences: 0, basis: 'stated' })).toBe(
    'spring takes away 20 % ± 6.2 (stated, never seen)',
  );
});
