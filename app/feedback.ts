import type { Rule } from '../lib/domain/catalogue/rule.ts';
import { doubtedIn, type MarkedNormal, markNormal } from '../lib/pipeline/feedback.ts';
import type { IncidentStore } from '../lib/ports/incident-store.ts';
import type { ModelStore } from '../lib/ports/model-store.ts';

/** What somebody says is no anomaly: all that an incident is about, or a series at a time. */
export type Doubt =
  | { readonly incident: string }
  | { readonly series: string /** In the stretch that is meant. */; readonly atMs: number };

export type FeedbackAnswer =
  | { readonly kind: 'marked'; readonly marked: readonly MarkedNormal[] }
  /** Nothing was remembered, and why. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface FeedbackStores {
  readonly models: ModelStore;
  readonly incidents: Pick<IncidentStore, 'list'>;
  readonly rules?: readonly Rule[];
}

/** Incidents that are looked through for the one that is meant. */
const newest = 10_000;

/** Remembers in the states of its series that something is no anomaly. @throws StoreError */
export async function giveFeedback(
  { models, incidents, rules }: FeedbackStores,
  doubt: Doubt,
): Promise<FeedbackAnswer> {
  if ('series' in doubt) {
    const { series: key, atMs } = doubt;
    const marked = await markNormal({ models, doubted: [{ key, fromMs: atMs, toMs: atMs }] });
    const reason = `${key} has no anomaly at ${timeWords(atMs)} that is remembered: give a key and a time of the page`;
    return answerOf(marked, reason);
  }
  const incident = (await incidents.list(newest)).find(({ id }) => id === doubt.incident);
  if (incident === undefined)
    return {
      kind: 'refused',
      reason: `there is no incident ${doubt.incident}: give an id of GET /api/incidents`,
    };
  const doubted = doubtedIn(incident, rules);
  if (doubted.length === 0)
    return {
      kind: 'refused',
      reason: 'the incident is about limits, not about anomalies: change its rule instead',
    };
  const reason =
    'the anomalies of the incident are too long ago: their series remember the newest ones alone';
  return answerOf(await markNormal({ models, doubted }), reason);
}

const timeWords = (ms: number): string => new Date(ms).toISOString();

function answerOf(marked: readonly MarkedNormal[], reason: string): FeedbackAnswer {
  return marked.length > 0 ? { kind: 'marked', marked } : { kind: 'refused', reason };
}
