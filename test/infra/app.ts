import { readFileSync } from 'node:fs';
import { App, Stack, type Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EnvironmentStage, loadEnvironments } from '../../lib/infra/index.ts';

/** An app with the flags of cdk.json that bundles no function: unit tests run no esbuild. */
export function testApp(): App {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  return new App({
    context: {
      ...context,
      'aws:cdk:bundling-stacks': [],
      'aws:cdk:disable-stack-trace': true,
    },
  });
}

/** The stage of an example environment. */
export function exampleStage(app: App, name: 'dev' | 'prod'): EnvironmentStage {
  const [environment] = loadEnvironments('config', name);
  if (!environment) throw new Error(`no environment ${name}`);
  return new EnvironmentStage(app, environment);
}

/** The template of one of the stage's stacks. */
export function templateOf(stage: Stage, stack: string): Template {
  const found = stage.node.findChild(stack);
  if (!Stack.isStack(found)) throw new Error(`${stack} is no stack`);
  return Template.fromStack(found);
}
