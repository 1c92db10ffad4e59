import {
  type Calendar,
  coverageAt,
  coverageOf,
  dayAt,
  dayOfDate,
  dayStartMs,
  emptyCalendar,
  eventProblems,
  influencesIn,
  isEmptyCalendar,
  isTimeZone,
  localDay,
  parseStrength,
  parseZonedTime,
  united,
} from '../../../../lib/domain/series/calendar/index.ts';

const hour = 3_600_000;
const day = 24 * hour;
const berlin: Calendar = {
  ...emptyCalendar,
  timeZone: 'Europe/Berlin',
  holidays: [
    // A Friday, a Monday, a Thursday, a Saturday.
    { name: 'Good Friday', dates: ['2026-04-03'] },
    { name: 'Easter Monday', dates: ['2026-04-06'] },
    { name: 'Ascension Day', dates: ['2026-05-14'] },
    { name: 'Unity Day', dates: ['2026-10-03'] },
  ],
};
const noon = (date: string) => Date.parse(`${date}T10:00:00Z`);
const kindOf = (date: string) => dayAt(berlin, noon(date)).kind;

describe('times of a zone', () => {
  test.each([
    ['2026-11-27', 'Europe/Berlin', '2026-11-26T23:00:00.000Z'],
    ['2026-07-01T18:30', 'Europe/Berlin', '2026-07-01T16:30:00.000Z'],
    ['2026-07-01T18:30', 'America/New_York', '2026-07-01T22:30:00.000Z'],
    ['2026-07-01T18:30Z', 'Europe/Berlin', '2026-07-01T18:30:00.000Z'],
    ['2026-07-01T18:30+02:00', 'UTC', '2026-07-01T16:30:00.000Z'],
    // Clocks go forward: 02:30 is never shown. Back: 02:30 is shown twice, and the first counts.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(new Date(parseZonedTime(text, zone) ?? Number.NaN).toISOString()).toBe(expected);
  });

  test.each(['2026-02-30', '2026-13-01', '27.11.2026', '2026-11-27T25:00', '2026-11-27 18:00', ''])(
    'refuses "%s" as a time',
    (text) => {
      expect(parseZonedTime(text, 'UTC')).toBeUndefined();
    },
  );

  test('days of the change of clocks have 23 and 25 hours', () => {
    const lengthOf = (date: string) => {
      const at = dayOfDate(date) ?? Number.NaN;
      return (dayStartMs(at + 1, 'Europe/Berlin') - dayStartMs(at, 'Europe/Berlin')) / hour;
    };
    expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(lengthOf)).toEqual([24, 23, 25]);
  });

  test('the day is that of the zone, not of UTC', () => {
    const late = Date.parse('2026-06-30T22:30:00Z');
    expect(localDay(late, 'Europe/Berlin') - localDay(late, 'UTC')).toBe(1);
    expect(dayAt({ ...berlin, timeZone: 'UTC' }, late)).toMatchObject({ weekday: 2, isMonthEnd: true });
    expect(dayAt(berlin, late)).toMatchObject({ weekday: 3, isMonthStart: true, kind: 'month starts' });
  });

  test('zones that are none are told', () => {
    expect(['Europe/Berlin', 'UTC', 'Mars/Base', ''].map(isTimeZone)).toEqual([true, true, false, false]);
  });
});

describe('kinds of days', () => {
  test.each([
    ['2026-04-02', 'days before holidays'],
    ['2026-04-03', 'holidays'],
    ['2026-04-04', undefined],
    ['2026-04-06', 'holidays'],
    ['2026-04-07', 'days after holidays'],
    ['2026-05-13', 'days before holidays'],
    ['2026-05-14', 'holidays'],
    ['2026-05-15', 'bridge days'],
    // On a Saturday it changes little, and neither do its neighbours.
    ['2026-10-03', undefined],
    ['2026-10-02', undefined],
    ['2026-06-30', 'month ends'],
    ['2026-02-28', 'month ends'],
    ['2026-07-01', 'month starts'],
    ['2026-07-02', undefined],
  ])('%s is of %s', (date, kind) => {
    expect(kindOf(date)).toBe(kind);
  });

  test('a holiday is known by its name, on a weekend too', () => {
    expect(dayAt(berlin, noon('2026-10-03'))).toMatchObject({ weekday: 6, holiday: 'Unity Day' });
  });
});

describe('influences', () => {
  const window = (name: string, from: string, to: string) => ({
    name,
    fromMs: Date.parse(`${from}Z`),
    toMs: Date.parse(`${to}Z`),
  });

  test('windows of one name are one influence, and a stated strength counts for all of them', () => {
    const events = [
      { ...window('sale', '2026-01-10T00:00', '2026-01-12T00:00'), strength: 1.4 },
      window('sale', '2026-02-10T00:00', '2026-02-12T00:00'),
      window('late', '2027-02-10T00:00', '2027-02-12T00:00'),
    ];
    const [sale, ...others] = influencesIn(
      { ...emptyCalendar, events },
      {
        fromMs: Date.parse('2026-01-02'),
        toMs: Date.parse('2026-01-30'),
      },
    );
    expect(sale).toMatchObject({ name: 'sale', kind: 'event', strength: 1.4 });
    expect(sale?.spans).toHaveLength(1);
    expect(others).toEqual([]);
  });

  test('a day on which an event runs is known by the event alone', () => {
    const events = [window('sale', '2026-05-14T10:00', '2026-05-14T12:00')];
    const influences = influencesIn(
      { ...berlin, timeZone: 'UTC', events },
      {
        fromMs: Date.parse('2026-05-12'),
        toMs: Date.parse('2026-05-17'),
      },
    );
    const holidays = influences.find(({ name }) => name === 'holidays');
    expect(holidays?.spans.map(({ fromMs, toMs }) => (toMs - fromMs) / hour)).toEqual([10, 12]);
    expect(influences.map(({ name }) => name)).toEqual([
      'sale',
      'holidays',
      'bridge days',
      'days before holidays',
    ]);
  });

  test('steps are covered as far as a span reaches into them', () => {
    const steps = { startMs: 0, stepMs: hour };
    const span = { fromMs: 1.5 * hour, toMs: 3.25 * hour };
    expect(coverageOf(span, steps, 10)).toEqual({ first: 1, shares: Float64Array.of(0.5, 1, 0.25) });
    expect(coverageOf(span, steps, 2)).toEqual({ first: 1, shares: Float64Array.of(0.5) });
    expect(coverageOf({ fromMs: -2 * hour, toMs: -hour }, steps, 2).shares).toHaveLength(0);
    expect([0, 1, 2, 3, 4].map((i) => coverageAt([span], i * hour, hour))).toEqual([0, 0.5, 1, 0.25, 0]);
  });

  test('spans that touch become one', () => {
    const spans = [
      { fromMs: 5, toMs: 9 },
      { fromMs: 0, toMs: 2 },
      { fromMs: 2, toMs: 3 },
    ];
    expect(united(spans)).toEqual([
      { fromMs: 0, toMs: 3 },
      { fromMs: 5, toMs: 9 },
    ]);
  });
});

test('windows of one name that overlap, or end before they begin, are named', () => {
  const at = (name: string, from: number, to: number) => ({ name, fromMs: from * day, toMs: to * day });
  expect(eventProblems([at('a', 0, 2), at('a', 2, 3), at('b', 0, 9)])).toEqual([]);
  const problems = eventProblems([at('a', 0, 2), at('a', 1, 3), at('b', 5, 5)]);
  expect(problems.map(({ index }) => index)).toEqual([1, 2]);
  expect(problems[0]?.words).toMatch(/^"a" overlaps its window of /);
});

test.each([
  [1.4, { strength: 1.4 }],
  ['+40 %', { strength: 1.4 }],
  ['-20%', { strength: 0.8 }],
  ['+40 % ± 10', { strength: 1.4, uncertainty: 0.1 }],
  ['+40 % +- 10 %', { strength: 1.4, uncertainty: 0.1 }],
  ['40', undefined],
  [0, undefined],
  [Number.NaN, undefined],
  ['-100 %', undefined],
  ['much', undefined],
])('the strength %p is %p', (given, expected) => {
  expect(parseStrength(given)).toEqual(expected);
});

test('a calendar without holidays, events and maintenance is empty', () => {
  expect(isEmptyCalendar(emptyCalendar)).toBe(true);
  expect(isEmptyCalendar(berlin)).toBe(false);
});
