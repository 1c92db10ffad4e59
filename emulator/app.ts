/**
 * The CDK app of the `local` environment: the same stage as any other, with the capability aspect on it.
 * `TIDEWATCH_LOCAL_STATE` names the folder that `local:up` works in; `TIDEWATCH_LOCAL_FILE` another file than
 * local.yaml, and `TIDEWATCH_LOCAL_CHANGE` the value of a tag that makes a deploy change something.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aspects } from 'aws-cdk-lib';
import { EnvironmentError, EnvironmentStage } from '../lib/infra/index.ts';
import { CapabilityAspect } from './capability-aspect.ts';
import { afterDeployFile } from './deploy/after-deploy.ts';
import { localEnvironment } from './local-environment.ts';
import { endpointsOf, readState } from './runtime/state.ts';

async function main(): Promise<void> {
  const stateDir = process.env.TIDEWATCH_LOCAL_STATE;
  const state = stateDir === undefined ? undefined : await readState(stateDir);
  if (stateDir === undefined || state === undefined)
    throw new EnvironmentError(['the local environment is not up: run "npm run local:up"']);
  const app = new App();
  const { TIDEWATCH_LOCAL_CHANGE: change, TIDEWATCH_LOCAL_FILE: file } = process.env;
  const stage = new EnvironmentStage(app, localEnvironment(endpointsOf(state).sink, change, file));
  const aspect = new CapabilityAspect();
  Aspects.of(stage).add(aspect);
  app.synth();
  writeFileSync(
    join(stateDir, afterDeployFile(stage.stageName)),
    JSON.stringify(aspect.afterDeploy(), undefined, 2),
  );
}

main().catch((error: unknown) => {
  if (!(error instanceof EnvironmentError)) throw error;
  for (const problem of error.problems) console.error(problem);
  process.exitCode = 1;
});
