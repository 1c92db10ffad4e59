import type { Rule } from '../rule.ts';
import { abnormal, all, fullyReplicated, lasting, minute, replicated, sources } from './expressions.ts';

const cause = (rank: number) => ({ id: 'traffic_high', rank });

export const trafficRules: readonly Rule[] = [
  {
    id: 'broker_traffic_high',
    title: 'Broker gets far more traffic than expected',
    severity: 'warning',
    appliesTo: replicated,
    entity: 'broker',
    condition: all(abnormal('bytes_in', 'high'), fullyReplicated),
    ...lasting(5 * minute, 6),
    recoveryMs: 15 * minute,
    missing: 'hold',
    runbook: 'traffic_surge',
    cause: cause(1),
    expectedInMaintenance: true,
    source: sources.own,
  },
  {
    id: 'express_broker_traffic_high',
    title: 'Broker gets far more traffic than expected',
    severity: 'warning',
    appliesTo: ['express'],
    entity: 'broker',
    condition: abnormal('bytes_in', 'high'),
    ...lasting(5 * minute, 6),
    recoveryMs: 15 * minute,
    missing: 'hold',
    runbook: 'traffic_surge',
    cause: cause(1),
    expectedInMaintenance: true,
    source: sources.own,
  },
  {
    id: 'topic_traffic_high',
    title: 'Topic gets far more messages than expected',
    severity: 'warning',
    appliesTo: ['serverless', 'self_managed'],
    entity: 'topic',
    condition: abnormal('topic_messages_in', 'high'),
    ...lasting(5 * minute, 6),
    recoveryMs: 15 * minute,
    missing: 'hold',
    runbook: 'traffic_surge',
    cause: cause(0),
    source: sources.own,
  },
];
