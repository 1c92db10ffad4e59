/** Campaigns, holidays and month ends: what they do to a series, and any forecaster with that put back. See README.md. */
export { type Effect, effectWords } from './effect.ts';
export { explained, explainedAmong } from './explained.ts';
export { withoutMaintenance } from './learn.ts';
export type { ExplainedModel } from './model.ts';
