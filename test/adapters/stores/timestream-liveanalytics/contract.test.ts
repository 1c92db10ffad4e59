import { createTimestreamStore } from '../../../../lib/adapters/stores/timestream-liveanalytics/index.ts';
import { metricStoreContract } from '../../../contracts/metric-store.ts';
import { createFakeTimestream } from './fake-timestream.ts';

const nowMs = Date.UTC(2026, 0, 5, 1);

metricStoreContract(
  'timestream',
  async () => {
    const { writer, reader, close } = await createFakeTimestream();
    const store = createTimestreamStore({
      writer: writer as never,
      reader: reader as never,
      clock: { nowMs: () => nowMs },
      database: 'tide',
      delay: async () => {},
    });
    return { ...store, close: async () => close() };
  },
  { prunes: false },
);
