import type { Rule } from '../../lib/domain/catalogue/rule.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import { polledLateness } from '../../lib/domain/rules/options.ts';
import type { Problem } from '../../lib/domain/series/samples.ts';
import { assess } from '../../lib/pipeline/assess.ts';
import { evaluate } from '../../lib/pipeline/evaluate.ts';
import { notify } from '../../lib/pipeline/notify.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { Notifier } from '../../lib/ports/notifier.ts';
import { loadClusters } from '../cluster-log.ts';
import { report, type StageLogger } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { Stores } from '../stores.ts';
import { taskOf } from '../tasks.ts';

export interface DetectInput extends Stores {
  readonly settings: Settings;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly logger: StageLogger;
}

/** Slow signals are polled once an hour: an empty step is no gap before that has passed. */
const patienceMs = polledLateness.slow;

/**
 * `{"task":"detect"}`: judges new points, evaluates the rules that no CloudWatch alarm watches, publishes what
 * changed.
 * @throws RangeError on another task, StoreError when a store cannot be reached
 */
export function createHandler(input: DetectInput): (event: unknown) => Promise<void> {
  return async (event) => {
    taskOf(event, ['detect']);
    const { store, models, notifier, clock, settings, logger } = input;
    const nowMs = clock.nowMs();
    const assessed = await assess({ store, models, nowMs, patienceMs });
    const clusters = await loadClusters(models, settings.environment);
    const evaluated = await evaluateAll(input, clusters, nowMs);
    const { published, pending, problems } = await notify({ models, notifier, clusters });
    const numbers = {
      steps: assessed.steps,
      anomalies: assessed.anomalies.length,
      untrained: assessed.untrained.length,
      clusters: clusters.length,
      firing: evaluated.firing,
      held: evaluated.held,
      published: published.length,
      pending,
    };
    report(logger, 'detected', numbers, [...assessed.problems, ...evaluated.problems, ...problems]);
  };
}

async function evaluateAll(
  { store, models, settings }: DetectInput,
  clusters: readonly Cluster[],
  nowMs: number,
) {
  const problems: Problem[] = [];
  let firing = 0;
  let held = 0;
  for (const cluster of clusters) {
    const rules = ourRules(cluster, settings);
    const result = await evaluate({
      store,
      models,
      clusters: [cluster],
      rules,
      nowMs,
      lateness: polledLateness,
    });
    firing += result.firing.length;
    held += result.held.length;
    problems.push(...result.problems);
  }
  return { firing, held, problems };
}

/** The rules that our own evaluation watches on a cluster: those without a CloudWatch alarm there. */
export function ourRules(
  { name }: Pick<Cluster, 'name'>,
  { rules, alarmedRules }: Pick<Settings, 'rules' | 'alarmedRules'>,
): readonly Rule[] {
  const alarmed = alarmedRules.get(name);
  return rules.filter(({ id }) => alarmed?.has(id) !== true);
}
