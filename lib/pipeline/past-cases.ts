import { Episodes } from '../domain/anomaly/decisions/episodes.ts';
import type { Episode } from '../domain/anomaly/decisions/index.ts';
import type { Rule } from '../domain/catalogue/rule.ts';
import type { Json } from '../domain/forecast/forecaster.ts';
import type { Finding } from '../domain/incidents/finding.ts';
import { formatDuration } from '../domain/words.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { type Doubted, doubtedIn } from './feedback.ts';
import { modelKey } from './series-model.ts';
import { fieldsOf } from './watermark.ts';

/**
 * The findings, those of anomalies with the newest like case of their series in words, where one is remembered. Reads the
 * models of these alone, and so nothing as long as nothing new fires.
 * @throws StoreError when the store cannot be read
 */
export async function withPastCases(
  models: ModelStore,
  rules: readonly Rule[],
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const about = findings.map((finding) =>
    finding.status === 'firing' ? doubtedIn({ findings: [finding] }, rules) : [],
  );
  const keys = [...new Set(about.flat().map(({ key }) => modelKey(key)))];
  if (keys.length === 0) return findings;
  const states = await models.load(keys);
  return findings.map((finding, i) => {
    const cases = (about[i] ?? []).flatMap((one) => likeOf(states.get(modelKey(one.key)), one) ?? []);
    const newest = cases.sort((a, b) => b.fromMs - a.fromMs)[0];
    return newest === undefined ? finding : withCase(finding, newest);
  });
}

function likeOf(state: Json | undefined, { fromMs, toMs }: Doubted): Episode | undefined {
  const episodes = state === undefined ? undefined : episodesOf(state);
  const meant = episodes?.all().findLast((one) => one.fromMs <= toMs && one.toMs >= fromMs);
  return meant && episodes?.like(meant);
}

/** A state that is none remembers nothing: training replaces it. */
function episodesOf(state: Json): Episodes | undefined {
  try {
    return Episodes.restore(fieldsOf(fieldsOf(state).decider ?? null).episodes ?? null);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function withCase(finding: Finding, { fromMs, toMs }: Episode): Finding {
  const at = new Date(fromMs).toISOString();
  const lasted = toMs > fromMs ? ` for ${formatDuration(toMs - fromMs)}` : '';
  const words = `${finding.evidence.words}; like ${at.slice(0, 10)} ${at.slice(11, 16)} UTC${lasted}`;
  return { ...finding, evidence: { ...finding.evidence, words } };
}
