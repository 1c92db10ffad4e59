import { metricStoreContract } from '../contracts/metric-store.ts';
import { modelStoreContract } from '../contracts/model-store.ts';
import { createMemoryMetricStore } from './metric-store.ts';
import { createMemoryModelStore } from './model-store.ts';

metricStoreContract('memory', async () => createMemoryMetricStore());
modelStoreContract('memory', async () => createMemoryModelStore());
