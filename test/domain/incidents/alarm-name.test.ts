import {
  type AlarmIdentity,
  alarmDescription,
  alarmDescriptionLimit,
  alarmName,
  alarmNameLimit,
  parseAlarmMarker,
  parseAlarmName,
} from '../../../lib/domain/incidents/alarm-name.ts';
import { digest, shorten } from '../../../lib/domain/incidents/digest.ts';

const identities: readonly AlarmIdentity[] = [
  { environment: 'prod', clusterName: 'orders', rule: 'disk_high' },
  { environment: 'prod', clusterName: 'orders', rule: 'disk_high', labels: { broker: '2' } },
  { environment: 'a/b', clusterName: 'x%y', rule: 'r', labels: { group: 'eu/billing,=1', topic: 'päy\n' } },
];

test('a name is readable and in one order', () => {
  expect(alarmName({ ...identities[1], labels: { topic: 't', broker: '2' } } as AlarmIdentity)).toBe(
    'tidewatch/prod/orders/disk_high/broker=2,topic=t',
  );
});

test.each(identities)('a name gives back what it was made of: %j', (identity) => {
  const name = alarmName(identity);
  expect(parseAlarmName(name)).toEqual(identity);
  expect(name).not.toMatch(/\n/);
});

test('a long name is cut to 255 characters and long names that differ at the end stay apart', () => {
  const long = (end: string) =>
    alarmName({ environment: 'e', clusterName: 'c', rule: 'r', labels: { group: 'g'.repeat(300) + end } });
  expect(long('a')).toHaveLength(alarmNameLimit);
  expect(long('a')).not.toBe(long('b'));
  expect(parseAlarmName(long('a'))).toMatchObject({ clusterName: 'c', rule: 'r' });
});

test.each([
  'HighCPU',
  'tidewatch/prod/orders',
  'tidewatch//orders/r',
  'other/prod/orders/r',
  'tidewatch/a/b/c/d/e',
])('refuses a name that is not ours: %s', (name) => {
  expect(parseAlarmName(name)).toBeUndefined();
});

test('a description keeps its marker within 1024 characters whatever the words are', () => {
  const marker = {
    rule: 'disk_high',
    severity: 'critical',
    cluster: 'a/r/orders',
    labels: { group: 'x'.repeat(255), topic: 't' },
  } as const;
  const description = alarmDescription('🌊'.repeat(2000), marker);
  expect(description.length).toBeLessThanOrEqual(alarmDescriptionLimit);
  expect(description).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  expect(parseAlarmMarker(description)).toEqual(marker);
});

test('refuses a marker that leaves no room', () => {
  expect(() => alarmDescription('', { rule: 'r'.repeat(2000), severity: 'info' })).toThrow(/too long/);
});

test.each(['', 'free text', '[tidewatch {broken]', '[tidewatch {"rule":"x","severity":"loud"}]'])(
  'a description without a usable marker has none: %s',
  (text) => {
    expect(parseAlarmMarker(text)).toBeUndefined();
  },
);

test('the digest is the published FNV-1a value', () => {
  // Noll's reference table for 64 bits: "" and "a" and "foobar".
  expect(['', 'a', 'foobar'].map(digest)).toEqual([
    'cbf29ce484222325',
    'af63dc4c8601ec8c',
    '85944171f73967e8',
  ]);
  expect(shorten('abc', 18)).toBe('abc');
});
