/** What Tidewatch knows: signals, rules, dashboards and runbooks as data, and which of them suit a cluster. */
export type { Panel, Section } from './dashboard.ts';
export { dashboards } from './dashboards.ts';
export { renderRules } from './docs/rules-page.ts';
export { renderRunbooks } from './docs/runbooks-page.ts';
export { renderSignals } from './docs/signals-page.ts';
export { conditionWords, durationWords } from './docs/words.ts';
export { cloudWatchMetricOf, emits, type SourceKind, sourceKinds, usualSources } from './emission.ts';
export { resolveLimit } from './limits.ts';
export type { Condition, Expression, LimitId, Rule, Severity } from './rule.ts';
export { severities } from './rule.ts';
export { limitsOf, rulesFor, signalsOf } from './rule-needs.ts';
export { ruleById, rules } from './rules/index.ts';
export type { Runbook } from './runbook.ts';
export { runbookById, runbooks } from './runbooks/index.ts';
export type { CloudWatchMetric, PrometheusMetric, Signal, Statistic, Unit } from './signal.ts';
export { groupStateCode, groupStates } from './signals/groups.ts';
export { signalById, signals, signalThemes } from './signals/index.ts';
