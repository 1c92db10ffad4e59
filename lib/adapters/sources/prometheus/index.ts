export type { SeenCounter } from './rates.ts';
export { createScrapeSource } from './scrape-source.ts';
export { createServerSource } from './server-source.ts';
export { createSigner } from './sign.ts';
