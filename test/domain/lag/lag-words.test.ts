import type { LagReport } from '../../../lib/domain/lag/cluster-lag.ts';
import { lagWords } from '../../../lib/domain/lag/lag-words.ts';
import { billing, minute, t0 } from './consumer.ts';

const report: LagReport = {
  entity: billing,
  state: 'ok',
  sinceMs: t0 - 14 * minute,
  messages: 90_000,
  seconds: 900,
  completeness: 1,
  isWaiting: true,
  groups: { troubled: 1, known: 4 },
};
const words = (more: Partial<LagReport>, clusterState = 'ACTIVE') =>
  lagWords('group billing', { ...report, ...more }, clusterState, t0);

test.each<[Partial<LagReport>, string]>([
  [
    { isWaiting: false, messages: 120, seconds: 2 },
    'group billing keeps up, 120 messages unread, the oldest for 2 s',
  ],
  [{ isWaiting: false, messages: 0, seconds: 0 }, 'group billing keeps up, 0 messages unread'],
  [
    { catchUpSeconds: 1800, arriving: 100, reading: 150 },
    'group billing is behind and reads on, 90 k messages unread, the oldest for 15 min, caught up in 30 min at this pace',
  ],
  [
    { state: 'behind', arriving: 100, reading: 80, triage: 'client' },
    'group billing reads too slowly: its lag has grown for 14 min, 90 k messages unread, the oldest for 15 min, 100 messages/s arrive and 80 messages/s are read; only this group: look at what slows its consumers, or add some',
  ],
  [
    { state: 'behind', isPartial: true, worstShare: 0.95, triage: 'hot_key' },
    'group billing cannot read one partition fast enough: its lag has grown for 14 min, 90 k messages unread, the oldest for 15 min, 95 % in one partition; more goes to one partition than usual: look for a hot key',
  ],
  [
    { state: 'rewound', rewoundBy: 80_000, catchUpSeconds: 600, triage: 'client' },
    'group billing went back by 80 k messages 14 min ago and reads them again, 90 k messages unread, the oldest for 15 min, caught up in 10 min at this pace; only this group: look at its consumers',
  ],
  [
    { state: 'stalled', members: 1, triage: 'client', groups: { troubled: 2, known: 4 } },
    'group billing has read nothing for 14 min, though its members are there, 90 k messages unread, the oldest for 15 min; 2 of 4 groups, it has 1 member: look at its consumers',
  ],
  [
    { state: 'stalled', isPartial: true, worstShare: 0.9, triage: 'partition' },
    'group billing has not read some of the partitions for 14 min, 90 k messages unread, the oldest for 15 min, 90 % in one partition; only this group has it, in one partition: look at the consumer that holds it, then for a hot key',
  ],
  [
    { state: 'stopped', members: 0, triage: 'client' },
    'group billing has read nothing for 14 min, 90 k messages unread, the oldest for 15 min; only this group, it has no members: look at its consumers',
  ],
  [
    { state: 'stopped', triage: 'brokers', groups: { troubled: 3, known: 4 } },
    'group billing has read nothing for 14 min, 90 k messages unread, the oldest for 15 min; 3 of 4 groups have trouble: look at the brokers, do not restart consumers',
  ],
  [
    { state: 'vanished', arriving: 100 },
    'group billing has gone silent: no lag is told for 14 min, while messages arrive, 90 k messages unread before',
  ],
  [{ state: 'vanished', messages: Number.NaN }, 'group billing has gone silent: no lag is told for 14 min'],
])('%j is told in a sentence', (more, expected) => {
  expect(words(more)).toBe(expected);
});

test('in maintenance it says in which, and to wait', () => {
  expect(words({ state: 'stopped', triage: 'maintenance' }, 'REBOOTING_BROKER')).toMatch(
    /; the cluster is in REBOOTING_BROKER: wait for its end$/,
  );
});

test('a state that began after now, by a clock that has jumped, has lasted no time', () => {
  expect(words({ state: 'stopped', sinceMs: t0 + minute })).toMatch(
    /^group billing has read nothing for 0 ms/,
  );
});
