import type { Signal } from '../signal.ts';
import { express, metricOn } from './cloudwatch.ts';
import { notNegative } from './ranges.ts';

export const expressSignals: readonly Signal[] = [
  {
    id: 'storage_used',
    title: 'Storage used',
    description: 'Bytes that an Express cluster stores: it never fills up, and every byte-hour is billed.',
    unit: 'bytes',
    entity: 'cluster',
    harm: 'high',
    range: notNegative,
    cadence: 'normal',
    rollup: 'max',
    assessed: true,
    cloudwatch: [metricOn('cluster', 'StorageUsed', 'Maximum', express('DEFAULT'))],
  },
];
