import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, AssetStaging, Stack } from 'aws-cdk-lib';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { bundleLimit } from './bundling.ts';

/** Under which metadata of a function the assembly (manifest.json) says how large its bundle is, in bytes. */
export const bundleMetadata = 'tidewatch:bundle-bytes';

/** Leaves the size of the function's bundle in the assembly, and warns of one that is too large. */
export function reportBundleSize(made: NodejsFunction): void {
  const bytes = bundleBytes(made);
  if (bytes === undefined) return;
  made.node.addMetadata(bundleMetadata, bytes);
  if (bytes <= bundleLimit) return;
  const words = `got a bundle of ${bytes} bytes, goal: at most ${bundleLimit}, for a quick cold start; see what it carries with npm run bench:lambda`;
  Annotations.of(made).addWarningV2('tidewatch:bundle-size', words);
}

/** Size of the script, in bytes, without its source map; `undefined` in a synth that bundles nothing. */
function bundleBytes(made: NodejsFunction): number | undefined {
  if (!Stack.of(made).bundlingRequired) return undefined;
  const staging = made.node.tryFindChild('Code')?.node.tryFindChild('Stage');
  if (!(staging instanceof AssetStaging)) return undefined;
  const script = join(staging.absoluteStagedPath, 'index.js');
  return existsSync(script) ? statSync(script).size : undefined;
}
