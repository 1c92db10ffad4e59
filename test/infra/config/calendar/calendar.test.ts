import { holidayProblem, publicHolidays } from '../../../../lib/infra/config/calendar/holidays.ts';
import { resolveCalendar } from '../../../../lib/infra/config/calendar/resolve.ts';
import { parseEnvironment } from '../../../../lib/infra/config/load.ts';

const nowMs = Date.UTC(2026, 10, 23);

function environmentWith(calendar: string) {
  const text = `clusters:
  - arn: arn:aws:kafka:eu-west-1:111122223333:cluster/orders/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5
    brokers: 3
    instanceType: kafka.m7g.large
store:
  kind: dynamodb
calendar:
${calendar}`;
  return parseEnvironment(text, 'config/dev.yaml');
}

function calendarOf(text: string) {
  const result = environmentWith(text);
  if (result.kind === 'refused') throw new Error(result.problems.join('\n'));
  const config = result.environment.calendar;
  if (config === undefined) throw new Error('no calendar');
  return resolveCalendar(config, nowMs);
}

function problemsOf(text: string): readonly string[] {
  const result = environmentWith(text);
  return result.kind === 'ok' ? [] : result.problems;
}

test('campaigns are times of the zone: a date ends with its day', () => {
  const { events, timeZone } = calendarOf(`  timeZone: Europe/Berlin
  campaigns:
    - {name: sale, from: 2026-11-27, to: 2026-11-30, strength: "+40 % ± 10"}
    - {name: sale, from: 2026-12-01T12:30, to: 2026-12-01T18:00}
    - {name: release, from: 2026-12-02, to: 2026-12-02, strength: 0.8}
`);
  expect(timeZone).toBe('Europe/Berlin');
  expect(
    events.map(({ fromMs, toMs }) => [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 16))),
  ).toEqual([
    ['2026-11-26T23:00', '2026-11-30T23:00'],
    ['2026-12-01T11:30', '2026-12-01T17:00'],
    ['2026-12-01T23:00', '2026-12-02T23:00'],
  ]);
  expect(events.map(({ strength, uncertainty }) => [strength, uncertainty])).toEqual([
    [1.4, 0.1],
    [undefined, undefined],
    [0.8, undefined],
  ]);
});

test('holidays are plain dates from two years back to three ahead, and small', () => {
  const calendar = calendarOf('  country: DE\n  region: BY\n');
  const epiphany = calendar.holidays.find(({ name }) => name === 'Epiphany');
  expect(epiphany?.dates).toEqual([2024, 2025, 2026, 2027, 2028, 2029].map((year) => `${year}-01-06`));
  expect(JSON.stringify(calendar).length).toBeLessThan(2500);
  expect(calendarOf('  country: DE\n').holidays.map(({ name }) => name)).not.toContain('Epiphany');
});

test('what a holiday is expected to do is stated as of a campaign', () => {
  expect(calendarOf('  country: DE\n  holidayStrength: "-30 % ± 10"\n').holidayStrength).toEqual({
    strength: 0.7,
    uncertainty: 0.1,
  });
});

test('a holiday of several days is on each, and substitute days belong to their holiday', () => {
  const dates = (country: string, name: string) =>
    publicHolidays(country, undefined, 2027, 2027).find((one) => one.name === name)?.dates;
  // 26 December 2027 is a Sunday.
  expect(dates('GB', 'Boxing Day')).toContain('2027-12-28');
  expect(publicHolidays('CN', undefined, 2026, 2026).flatMap((one) => one.dates).length).toBeGreaterThan(10);
});

test('a calendar without keys is one in UTC in which nothing is known', () => {
  expect(calendarOf('  {}\n')).toEqual({ timeZone: 'UTC', holidays: [], events: [], maintenance: [] });
});

test.each([
  ['country: UK', 8, 'country: got "UK"; allowed: a country code such as GB (United Kingdom), UA (Ukraine)'],
  ['country: Germany', 8, 'country: got "Germany"; allowed: a country code such as DE (Germany), '],
  ['country: Untied Kingdom', 8, 'country: got "Untied Kingdom"; allowed: a country code such as GB ('],
  ['country: DE\n  region: XX', 9, 'region: got "XX"; allowed: a part of DE such as BB (Brandenburg), '],
  [
    'country: DE\n  region: BY-Q',
    9,
    'region: got "Q"; allowed: a part of DE-BY such as A (Stadt Augsburg), ',
  ],
  ['country: MC\n  region: Q', 9, 'region: got "Q"; MC has no parts of its own; remove the line'],
  ['country: DE\n  holidayStrength: quiet', 9, 'holidayStrength: got "quiet"; allowed: a factor such as 1.4'],
  ['region: BY', 7, 'country: missing; `region` is a part of a country'],
  ['timeZone: Mars/Base', 8, 'timeZone: got no time zone; allowed: a name such as Europe/Berlin'],
  [
    'campaigns:\n    - {name: a, from: 2026-13-01, to: 2026-12-02}',
    9,
    'campaigns[0].from: got "2026-13-01"; allowed: a date such as 2026-11-27 or a time such as 2026-11-27T18:00',
  ],
  [
    'campaigns:\n    - {name: a, from: 2026-12-01, to: 2026-12-02, strength: 40}',
    9,
    'campaigns[0].strength: got 40; allowed: a factor such as 1.4 or a share such as "+40 %"',
  ],
  [
    'campaigns:\n    - {name: a, from: 2026-12-05, to: 2026-12-02}',
    9,
    'campaigns[0]: "a" ends at or before its start; give a later end',
  ],
  [
    'campaigns:\n    - {name: a, from: 2026-12-01, to: 2026-12-02}\n    - {name: a, from: 2026-12-02, to: 2026-12-03}',
    10,
    'campaigns[1]: "a" overlaps its window of 2026-12-01T00:00:00.000Z; give windows of one name apart, or another name',
  ],
])('refuses "%s" in one line that says what would work', (text, line, words) => {
  const problems = problemsOf(`  ${text}\n`);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`config/dev.yaml:${line}: calendar.${words}`);
});

test('places that are known have no problem', () => {
  expect(holidayProblem('US', 'CA')).toBeUndefined();
  expect(holidayProblem('DE', 'BY-A')).toBeUndefined();
});
