export { createScrapeSource, type ScrapeSourceOptions } from './scrape-source.ts';
export { createServerSource, type ServerSourceOptions } from './server-source.ts';
export { createSigner } from './sign.ts';
