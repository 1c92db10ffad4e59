import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BundlingOptions, LogLevel, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';

/** What a function's bundle may have, in bytes of minified JavaScript: a small one starts quickly. */
export const bundleLimit = 1_000_000;

const target = 'node22';
/** ES modules first: of them esbuild leaves out what is not used. */
const mainFields = ['module', 'main'];

/** How the CDK bundles a function. @param store kind of the store of points, where the function uses one */
export function bundlingOf(store: string | undefined): BundlingOptions {
  return {
    minify: true,
    logLevel: LogLevel.ERROR,
    sourceMap: true,
    sourceMapMode: SourceMapMode.DEFAULT,
    sourcesContent: false,
    target,
    mainFields,
    externalModules: [],
    define: definesOf(store),
  };
}

/** The same bundle for esbuild's own interface, for what measures it without a stack. @param entry as `entryOf` */
export function buildOptionsOf(entry: string, store: string | undefined) {
  return {
    entryPoints: [entry],
    bundle: true,
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    platform: 'node' as const,
    target,
    mainFields,
    define: definesOf(store),
  };
}

/** Source of a function, by its folder under lambdas/: TypeScript in the checkout, JavaScript in the published
 *  package. */
export function entryOf(folder: string): string {
  const path = join(import.meta.dirname, '..', '..', 'lambdas', folder);
  const source = join(path, 'index.ts');
  return existsSync(source) ? source : join(path, 'index.js');
}

/** Known to the bundler, so that a function carries the one store that it uses. */
function definesOf(store: string | undefined): Record<string, string> {
  return store === undefined ? {} : { 'process.env.TIDEWATCH_STORE': JSON.stringify(store) };
}
