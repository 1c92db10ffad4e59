import type { Signal } from '../signal.ts';

export const customSignals: readonly Signal[] = [
  {
    id: 'custom_value',
    title: 'Value',
    description:
      'A series of a file that is no signal of this catalogue; its topic is the name that the file gives it.',
    unit: 'count',
    entity: 'topic',
    harm: 'both',
    range: {},
    cadence: 'normal',
    rollup: 'average',
    assessed: true,
    files: true,
  },
];
