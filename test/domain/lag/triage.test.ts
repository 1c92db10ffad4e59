import type { GroupLag, LagState } from '../../../lib/domain/lag/lag-state.ts';
import { triageOf } from '../../../lib/domain/lag/triage.ts';
import { cluster } from './consumer.ts';

type Judged = Parameters<typeof triageOf>[0][number];

/** `billing payments stalled .9`: group, topic, state, share of the worst partition. */
function judged(text: string, more: Partial<GroupLag> = {}): Judged {
  const [group = '', topic = '', state = 'ok', share] = text.split(' ');
  return {
    entity: { cluster, group, topic },
    state: state as LagState,
    sinceMs: 0,
    messages: 5000,
    completeness: 1,
    isWaiting: state !== 'ok',
    ...(share !== undefined && { worstShare: Number(share) }),
    ...more,
  };
}
const whose = (judgedOnes: readonly Judged[], state?: string) => {
  const { triage } = triageOf(judgedOnes, state === undefined ? {} : { state });
  return judgedOnes.filter((one) => one.state !== 'ok').map(triage);
};
const well = ['search orders', 'audit orders', 'mail payments'].map((text) => judged(text));

test.each([
  ['one group of many', 'client', [judged('billing payments stopped .2')]],
  ['one group, in one partition', 'partition', [judged('billing payments stalled .95')]],
  [
    'one group, in a partition that gets more than ever',
    'hot_key',
    [judged('billing payments behind .95', { isPartial: true })],
  ],
  [
    'two groups in one partition',
    'hot_key',
    [judged('billing payments stalled .95'), judged('tax payments stalled .9')],
  ],
  ['a group whose lag vanished', 'client', [judged('billing payments vanished 1')]],
] as const)('the trouble of %s is with: %p', (_, expected, bad) => {
  expect(new Set(whose([...bad, ...well]))).toEqual(new Set([expected]));
  expect(new Set(whose([...bad, ...well], 'ACTIVE'))).toEqual(new Set([expected]));
});

test('two groups in one partition each, of different topics, have each their own trouble', () => {
  const bad = [judged('billing payments stalled .95'), judged('tax orders stalled .9')];
  expect(whose([...bad, ...well])).toEqual(['partition', 'partition']);
});

test('what most groups have, on several topics, is with the brokers', () => {
  const bad = ['billing payments behind', 'search orders stopped', 'audit orders behind'].map((text) =>
    judged(text),
  );
  expect(whose([...bad, judged('mail payments')])).toEqual(['brokers', 'brokers', 'brokers']);
  expect(whose([...bad, ...['a', 'b', 'c'].map((name) => judged(`${name} orders`))])).toEqual([
    'client',
    'client',
    'client',
  ]);
});

test('what most groups have on one topic of several is with its readers', () => {
  const bad = [judged('billing payments behind'), judged('tax payments behind')];
  expect(whose([...bad, judged('billing orders')])).toEqual(['client', 'client']);
});

test('the only group of a cluster is no proof against the brokers', () => {
  expect(whose([judged('billing payments stopped')])).toEqual(['client']);
});

test.each(['MAINTENANCE', 'REBOOTING_BROKER', 'UPDATING', 'HEALING'])(
  'in state %s everybody waits',
  (state) => {
    const bad = [judged('billing payments stalled .95'), judged('tax orders stopped')];
    expect(whose([...bad, ...well], state)).toEqual(['maintenance', 'maintenance']);
  },
);

test('groups are counted once, however many topics they read', () => {
  const all = [judged('billing payments stopped'), judged('billing orders stopped'), judged('tax orders')];
  expect(triageOf(all, {}).groups).toEqual({ troubled: 1, known: 2 });
});
