/** The CDK app: a stage for each config/NAME.yaml, or for one of them with `-c env=NAME`. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { EnvironmentError, EnvironmentStage, loadEnvironments } from '../lib/infra/index.ts';

function main(): void {
  const app = new App();
  const only: unknown = app.node.tryGetContext('env');
  for (const environment of loadEnvironments('config', typeof only === 'string' ? only : undefined))
    new EnvironmentStage(app, environment);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}

try {
  main();
} catch (error) {
  if (!(error instanceof EnvironmentError)) throw error;
  for (const problem of error.problems) console.error(problem);
  process.exitCode = 1;
}
