/** Whether detectors serve all alike: alarm rates and accuracy by size, time and tenant. See README.md. */
export { type Dimension, dimensions } from './dimensions.ts';
export type { JudgedSteps } from './judged-steps.ts';
export { segmentMarkdown } from './markdown.ts';
export { segmentReport } from './report.ts';
