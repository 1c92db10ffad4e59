export { createMemoryMetricStore } from './metric-store.ts';
export { createMemoryModelStore } from './model-store.ts';
export { normal } from './noise.ts';
