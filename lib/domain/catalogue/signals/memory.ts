import type { Signal } from '../signal.ts';
import { metricOn, provisioned, standard } from './cloudwatch.ts';
import { nodeGauge } from './prometheus.ts';
import { notNegative, percent } from './ranges.ts';

const ofMachine = { entity: 'broker', range: notNegative, cadence: 'slow', rollup: 'average' } as const;

export const memorySignals: readonly Signal[] = [
  {
    ...ofMachine,
    id: 'memory_buffered',
    title: 'Memory, buffers',
    description: 'Memory in kernel buffers.',
    unit: 'bytes',
    harm: 'none',
    cloudwatch: [metricOn('broker', 'MemoryBuffered', 'Average', provisioned('DEFAULT'))],
    prometheus: nodeGauge('node_memory_Buffers_bytes'),
  },
  {
    ...ofMachine,
    id: 'memory_cached',
    title: 'Memory, page cache',
    description: 'Memory in the page cache, from which consumers that keep up are served.',
    unit: 'bytes',
    harm: 'low',
    cloudwatch: [metricOn('broker', 'MemoryCached', 'Average', provisioned('DEFAULT'))],
    prometheus: nodeGauge('node_memory_Cached_bytes'),
  },
  {
    ...ofMachine,
    id: 'memory_free',
    title: 'Memory, free',
    description: 'Memory that nothing uses. Low is normal: the page cache takes what is free.',
    unit: 'bytes',
    harm: 'none',
    cloudwatch: [metricOn('broker', 'MemoryFree', 'Average', provisioned('DEFAULT'))],
    prometheus: nodeGauge('node_memory_MemFree_bytes'),
  },
  {
    ...ofMachine,
    id: 'memory_used',
    title: 'Memory, used',
    description: 'Memory in use by processes.',
    unit: 'bytes',
    harm: 'high',
    cloudwatch: [metricOn('broker', 'MemoryUsed', 'Average', provisioned('DEFAULT'))],
  },
  {
    ...ofMachine,
    id: 'swap_free',
    title: 'Swap, free',
    description: 'Swap space that is free.',
    unit: 'bytes',
    harm: 'low',
    cloudwatch: [metricOn('broker', 'SwapFree', 'Average', standard('DEFAULT'))],
    prometheus: nodeGauge('node_memory_SwapFree_bytes'),
  },
  {
    ...ofMachine,
    id: 'swap_used',
    title: 'Swap, used',
    description: 'Swap space in use: a broker that swaps is slow.',
    unit: 'bytes',
    harm: 'high',
    cloudwatch: [metricOn('broker', 'SwapUsed', 'Average', standard('DEFAULT'))],
  },
  {
    id: 'heap_after_gc',
    title: 'Heap in use after collection',
    // The metrics table of 2022 calls it "available"; the best-practices page and its alarm mean "in use".
    description:
      'Share of the Java heap still in use after a garbage collection; above 60 % the broker is short of memory.',
    unit: 'percent',
    entity: 'broker',
    harm: 'high',
    range: percent,
    cadence: 'normal',
    rollup: 'average',
    assessed: true,
    cloudwatch: [metricOn('broker', 'HeapMemoryAfterGC', 'Average', standard('DEFAULT'))],
  },
  {
    id: 'heap_used',
    title: 'Heap in use',
    description: 'Java heap in use at the time of the scrape, garbage included.',
    unit: 'bytes',
    entity: 'broker',
    harm: 'high',
    range: notNegative,
    cadence: 'slow',
    rollup: 'average',
    prometheus: (['jmx', 'jmx_default'] as const).map((exposition) => ({
      exposition,
      metric: 'jvm_memory_used_bytes',
      labels: { area: 'heap' },
      type: 'gauge' as const,
    })),
  },
];
