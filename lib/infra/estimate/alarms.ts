import { signalsOf } from '../../domain/catalogue/rule-needs.ts';
import { signals } from '../../domain/catalogue/signals/index.ts';
import type { EstimateFacts } from '../../domain/cost/estimate/index.ts';
import { type ClusterSize, expectedSeries } from '../../domain/cost/expected-series.ts';
import { unitCosts } from '../../domain/cost/unit-costs.ts';
import { resourcesOf } from '../alerting/alarm-chunks.ts';
import { silenceOf } from '../alerting/self-alarms/stages.ts';
import type { Environment } from '../config/environment.ts';
import { type RenderedAlarm, renderAlarms } from '../render/alarm.ts';
import type { Assignment, NativeRule } from '../render/assignment.ts';

/** What the alarms of an environment are billed by. */
export function alarmFacts(
  environment: Environment,
  assigned: Assignment,
  size: ClusterSize,
): EstimateFacts['alarms'] {
  const rendered = renderAlarms(assigned, environment.name, environment.schedules.collectMinutes);
  const { composites, suppressors } = lampsOf(rendered);
  const queries = assigned.native.filter(({ plan }) => plan.kind === 'insights');
  return {
    metrics: total(rendered.map(metricsOf)) + suppressors,
    analysed: total(queries.map((one) => analysedBy(one, size))),
    composites,
    self: selfMetrics(environment),
  };
}

/** Metrics that an alarm watches; what a query analyses is counted apart. */
function metricsOf({ props: { metrics } }: RenderedAlarm): number {
  if (metrics === undefined) return 1;
  if (!Array.isArray(metrics)) return 0;
  return metrics.filter((one) => 'metricStat' in one && one.metricStat !== undefined).length;
}

/** A query looks at all series of its signal in the cluster. */
function analysedBy({ cluster, rule }: NativeRule, size: ClusterSize): number {
  const ids = signalsOf(rule);
  return expectedSeries(
    cluster,
    size,
    signals.filter(({ id }) => ids.includes(id)),
  ).length;
}

/** What clusters have besides their alarms: lamps, and an alarm that holds a lamp back in maintenance. */
function lampsOf(alarms: readonly RenderedAlarm[]) {
  const counts = new Map<string, number>();
  for (const { cluster } of alarms) counts.set(cluster, (counts.get(cluster) ?? 0) + 1);
  const besides = [...counts.values()].map((count) => resourcesOf([count], 0) - count);
  const lit = besides.filter((resources) => resources > 0).length;
  return { composites: total(besides) - lit, suppressors: lit };
}

/** Stages by how often they run, as compose.ts hands them to `selfAlarms`; `undefined` is not regularly. */
function stageMinutes({ schedules, respond, watched }: Environment): readonly (number | undefined)[] {
  const { collectMinutes, discoverMinutes, projectMinutes, reportHours } = schedules;
  const scrapes = watched.some(({ openMonitoring }) => openMonitoring);
  return [
    discoverMinutes,
    ...[collectMinutes, collectMinutes, collectMinutes],
    projectMinutes,
    unitCosts.trainLookMinutes,
    reportHours * 60,
    1,
    ...(scrapes ? [1] : []),
    ...(respond.mode === 'off' ? [] : [undefined]),
  ];
}

/** Stages that run less often have no alarm on errors one after another (alerting/self-alarms/stages.ts). */
const oftenMinutes = 15;
/** The store, the age of models, and two of the training. */
const besideStages = 4;

/** Metrics of the alarms that `selfAlarms` makes; a test compares with the template. */
function selfMetrics(environment: Environment): number {
  const stages = stageMinutes(environment).map((minutes) => {
    const isOften = minutes === undefined || minutes <= oftenMinutes;
    const isHeard = minutes !== undefined && silenceOf(minutes) !== undefined;
    return 1 + (isOften ? 1 : 0) + (isHeard ? 1 : 0);
  });
  const queues = environment.respond.mode === 'off' ? 5 : 6;
  return total(stages) + 2 * queues + besideStages;
}

function total(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
