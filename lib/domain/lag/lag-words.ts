import { formatDuration, formatValue } from '../words.ts';
import type { LagReport } from './cluster-lag.ts';
import type { LagTriage } from './lag-state.ts';

/** What a group's lag is like, in one sentence with no full stop: what, how much, whose, and what to do first. */
export function lagWords(
  where: string,
  report: LagReport,
  clusterState: string | undefined,
  nowMs: number,
): string {
  const parts = [`${where} ${stateWords(report, nowMs)}`, unreadWords(report), paceWords(report)];
  const first = report.triage === undefined ? '' : `; ${firstThing(report.triage, report, clusterState)}`;
  return `${parts.filter((part) => part !== '').join(', ')}${first}`;
}

function stateWords(
  { state, sinceMs, rewoundBy = 0, isPartial, isWaiting, arriving }: LagReport,
  nowMs: number,
): string {
  const lasted = formatDuration(Math.max(0, nowMs - sinceMs));
  switch (state) {
    case 'ok':
      return isWaiting ? 'is behind and reads on' : 'keeps up';
    case 'behind':
      return isPartial
        ? `cannot read one partition fast enough: its lag has grown for ${lasted}`
        : `reads too slowly: its lag has grown for ${lasted}`;
    case 'rewound':
      return `went back by ${formatValue(rewoundBy, 'messages')} ${lasted} ago and reads them again`;
    case 'vanished':
      return `has gone silent: no lag is told for ${lasted}${arriving === undefined ? '' : ', while messages arrive'}`;
    case 'stalled':
      return isPartial
        ? `has not read some of the partitions for ${lasted}`
        : `has read nothing for ${lasted}, though its members are there`;
    case 'stopped':
      return `has read nothing for ${lasted}`;
  }
}

function unreadWords({ state, messages, seconds, worstShare }: LagReport): string {
  if (!Number.isFinite(messages)) return '';
  if (state === 'vanished') return `${formatValue(messages, 'messages')} unread before`;
  const age =
    seconds !== undefined && messages > 0 ? `, the oldest for ${formatValue(seconds, 'seconds')}` : '';
  const share =
    worstShare !== undefined && state !== 'ok'
      ? `, ${formatValue(worstShare, 'fraction')} in one partition`
      : '';
  return `${formatValue(messages, 'messages')} unread${age}${share}`;
}

function paceWords({ state, arriving, reading, catchUpSeconds }: LagReport): string {
  if (catchUpSeconds !== undefined)
    return `caught up in ${formatValue(catchUpSeconds, 'seconds')} at this pace`;
  if (state === 'ok' || state === 'vanished' || arriving === undefined || reading === undefined) return '';
  return `${formatValue(arriving, 'messages_per_second')} arrive and ${formatValue(reading, 'messages_per_second')} are read`;
}

function firstThing(triage: LagTriage, report: LagReport, clusterState = 'maintenance'): string {
  const { groups, members, state } = report;
  switch (triage) {
    case 'maintenance':
      return `the cluster is in ${clusterState}: wait for its end`;
    case 'brokers':
      return `${groups.troubled} of ${groups.known} groups have trouble: look at the brokers, do not restart consumers`;
    case 'partition':
      return 'only this group has it, in one partition: look at the consumer that holds it, then for a hot key';
    case 'hot_key':
      return state === 'behind'
        ? 'more goes to one partition than usual: look for a hot key'
        : 'several groups have it in one partition: look for a bad message, a hanging transaction or a hot key';
    case 'client':
      return `${groups.troubled === 1 ? 'only this group' : `${groups.troubled} of ${groups.known} groups`}${memberWords(members)}: look at ${state === 'behind' ? 'what slows its consumers, or add some' : 'its consumers'}`;
  }
}

function memberWords(members: number | undefined): string {
  if (members === undefined) return '';
  return members === 0
    ? ', it has no members'
    : `, it has ${members} ${members === 1 ? 'member' : 'members'}`;
}
