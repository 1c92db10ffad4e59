import { basename, join } from 'node:path';
import { localCredentials, localPlace } from '../engine/index.ts';
import type { Places } from '../runtime/places.ts';
import { runCommand } from '../runtime/run-command.ts';

export interface CdkOptions {
  readonly places: Places;
  readonly engineUrl: string;
  /** Called with each line of the CDK's output. */
  readonly onLine: (line: string) => void;
  readonly signal?: AbortSignal;
  /** The value of a tag of all resources: something to deploy again for. */
  readonly change?: string | undefined;
  /** Another environment than that of local.yaml, by the path of its file. */
  readonly file?: string | undefined;
}

/** The pattern of the stacks of the stage, which has the name of the environment's file. */
const stacksOf = (options: CdkOptions) => `${nameOf(options)}/*`;
const nameOf = ({ file = 'local.yaml' }: CdkOptions) => basename(file, '.yaml');

/** Prepares the emulated account for the CDK. Outside the checkout's app, which need not be synthesized for it. */
export async function bootstrap(options: CdkOptions): Promise<void> {
  const { account, region } = localPlace;
  await cdk(options, options.places.stateDir, ['bootstrap', `aws://${account}/${region}`]);
}

/** Synthesizes and deploys all stacks. */
export async function deploy(options: CdkOptions): Promise<void> {
  const args = ['deploy', stacksOf(options), ...appOf(options), '--require-approval', 'never'];
  await cdk(options, options.places.rootDir, [...args, '--progress', 'events', '--concurrency', '4']);
}

/** Removes all stacks. */
export async function destroy(options: CdkOptions): Promise<void> {
  await cdk(options, options.places.rootDir, ['destroy', stacksOf(options), ...appOf(options), '--force']);
}

function appOf(options: CdkOptions): readonly string[] {
  const app = `"${process.execPath}" --import tsx emulator/app.ts`;
  return ['--app', app, '--output', join(options.places.stateDir, `cdk.out-${nameOf(options)}`)];
}

async function cdk(options: CdkOptions, cwd: string, args: readonly string[]): Promise<void> {
  const { places, engineUrl, onLine, signal, change, file } = options;
  const { PATH, HOME = places.stateDir, LANG = 'C.UTF-8', TMPDIR } = process.env;
  // A whole environment of its own: a profile or a session of this shell must not reach it.
  const env = {
    PATH,
    HOME,
    LANG,
    ...(TMPDIR && { TMPDIR }),
    ...localCredentials,
    AWS_ENDPOINT_URL: engineUrl,
    AWS_CONFIG_FILE: join(places.stateDir, 'no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(places.stateDir, 'no-aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    NODE_NO_WARNINGS: '1',
    NO_COLOR: '1',
    TIDEWATCH_LOCAL_STATE: places.stateDir,
    ...(change !== undefined && { TIDEWATCH_LOCAL_CHANGE: change }),
    ...(file !== undefined && { TIDEWATCH_LOCAL_FILE: file }),
  };
  const command = join(places.rootDir, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  await runCommand(process.execPath, [command, ...args, '--no-notices'], { cwd, env, onLine, signal });
}
