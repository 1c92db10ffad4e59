import type { Rule } from '../rule.ts';
import { abnormal, lasting, minute, sources } from './expressions.ts';

export const customRules: readonly Rule[] = [
  {
    id: 'series_abnormal',
    title: 'Series is not as expected',
    severity: 'warning',
    appliesTo: ['self_managed'],
    entity: 'topic',
    condition: abnormal('custom_value', 'both'),
    ...lasting(5 * minute, 3),
    recoveryMs: 30 * minute,
    missing: 'hold',
    runbook: 'series_abnormal',
    cause: { id: 'series_abnormal', rank: 0 },
    source: sources.own,
  },
];
