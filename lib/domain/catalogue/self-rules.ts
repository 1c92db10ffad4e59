/**
 * The rules by which Tidewatch watches itself: CloudWatch alarms on its own parts, no rules of clusters. `{part}`
 * stands for the name of a stage or queue.
 */
export const selfRules = [
  // Before those with a part, which it would fit too.
  { id: 'tidewatch_training_failing', runbook: 'tidewatch_models_old' },
  { id: 'tidewatch_{part}_silent', runbook: 'tidewatch_stage_silent' },
  { id: 'tidewatch_{part}_failing', runbook: 'tidewatch_stage_failing' },
  { id: 'tidewatch_{part}_erring', runbook: 'tidewatch_stage_failing' },
  { id: 'tidewatch_{part}_rejecting', runbook: 'tidewatch_work_rejected' },
  { id: 'tidewatch_{part}_behind', runbook: 'tidewatch_work_behind' },
  { id: 'tidewatch_store_down', runbook: 'tidewatch_store_down' },
  { id: 'tidewatch_models_stale', runbook: 'tidewatch_models_old' },
  { id: 'broad_anomaly', runbook: 'broad_anomaly' },
] as const;

export type SelfRule = (typeof selfRules)[number];

/** The rule of Tidewatch itself with this id, a part's name in it or not. */
export function selfRuleById(id: string): SelfRule | undefined {
  return selfRules.find((rule) => patternOf(rule.id).test(id));
}

function patternOf(id: string): RegExp {
  return new RegExp(`^${id.replace('{part}', '[a-z0-9_]+')}$`);
}
