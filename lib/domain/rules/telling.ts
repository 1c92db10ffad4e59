import { type Rule, severities } from '../catalogue/rule.ts';
import type { Finding } from '../incidents/finding.ts';
import { type Entity, entityKey } from '../series/entity.ts';
import { formatDuration } from '../words.ts';
import type { Judgement } from './judgement.ts';
import type { Entry } from './state.ts';

/** A firing finding is said again when its number has moved by a quarter, but not more often than this. */
const sayAgainMs = 600_000;
const materialChange = 0.25;

/** A rule's judgement of an entity at a time. */
export interface Told {
  readonly rule: Rule;
  readonly entity: Entity;
  readonly judgement: Judgement;
  readonly nowMs: number;
}

/** The finding in words and numbers. */
export function findingOf(
  { rule, entity, judgement, nowMs }: Told,
  entry: Entry,
  status: Finding['status'],
): Finding {
  const { words, overWords, values, tellsTime } = judgement;
  const lasted = formatDuration(nowMs - entry.sinceMs);
  const firing = tellsTime ? words : `${words}, for ${lasted}`;
  const text = status === 'resolved' ? `${overWords}, after ${lasted}` : firing;
  return told(rule, entity, entry, status, { words: text, values }, nowMs);
}

/** The end of a finding that is judged no longer. @param why what has become of the entity */
export function unwatchedFinding(
  rule: Pick<Rule, 'id' | 'severity'>,
  entity: Entity,
  entry: Entry,
  why: string,
  nowMs: number,
): Finding {
  const words = `${why}, after ${formatDuration(nowMs - entry.sinceMs)}`;
  return told(rule, entity, entry, 'resolved', { words, values: {} }, nowMs);
}

function told(
  { id, severity }: Pick<Rule, 'id' | 'severity'>,
  entity: Entity,
  { sinceMs }: Entry,
  status: Finding['status'],
  evidence: Finding['evidence'],
  nowMs: number,
): Finding {
  return { rule: id, entity, status, severity, sinceMs, atMs: nowMs, evidence };
}

/** Whether a finding that goes on firing has changed enough to be said again. */
export function isWorthSaying({ rule, judgement, nowMs }: Told, entry: Entry): boolean {
  if (entry.saidSeverity !== rule.severity) return true;
  if (entry.phase !== 'firing' || nowMs - (entry.saidMs ?? 0) < sayAgainMs) return false;
  const { saidMain } = entry;
  if (saidMain === undefined || !Number.isFinite(judgement.main)) return false;
  return Math.abs(judgement.main - saidMain) > materialChange * Math.max(Math.abs(saidMain), 1e-9);
}

/** The entry, with what has now been said of it. */
export function said({ rule, judgement, nowMs }: Told, entry: Entry): Entry {
  const { saidMain: _old, ...rest } = entry;
  const main = Number.isFinite(judgement.main) ? { saidMain: judgement.main } : {};
  return { ...rest, saidMs: nowMs, saidSeverity: rule.severity, ...main };
}

/** Worst first, then by rule and entity. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity }: Finding) => severities.indexOf(severity);
  const name = ({ rule, entity }: Finding) => `${rule}|${entityKey(entity)}`;
  return findings.toSorted((a, b) => rank(a) - rank(b) || (name(a) < name(b) ? -1 : 1));
}
