import { rmSync, statSync } from 'node:fs';
import { EnvironmentStage } from '../../lib/infra/index.ts';
import { testApp } from '../../test/infra/app.ts';
import { fleetEnvironment } from './fleet.ts';
import { type Excess, excessesOf } from './limits.ts';
import type { Template } from './template.ts';

export interface StackMeasure {
  readonly name: string;
  readonly resources: number;
  readonly outputs: number;
  readonly parameters: number;
  /** Size of the template's file, which is what is uploaded. */
  readonly bytes: number;
}

export interface FleetMeasure {
  readonly clusters: number;
  /** From the configuration's text to the templates' files, in seconds; functions are not bundled. */
  readonly seconds: number;
  readonly stacks: readonly StackMeasure[];
  readonly excesses: readonly Excess[];
}

/** Synthesises an environment of so many clusters and measures its templates. */
export function measureFleet(clusters: number): FleetMeasure {
  const before = performance.now();
  const app = testApp();
  const stage = new EnvironmentStage(app, fleetEnvironment(clusters));
  const assembly = app.synth();
  const seconds = (performance.now() - before) / 1000;
  try {
    const { stacks } = assembly.getNestedAssembly(stage.artifactId);
    const measured = stacks.map(({ displayName, template, templateFullPath }) =>
      measureStack(displayName, template as Template, statSync(templateFullPath).size),
    );
    const excesses = measured.flatMap(({ found }) => found);
    return { clusters, seconds, stacks: measured.map(({ stack }) => stack), excesses };
  } finally {
    rmSync(assembly.directory, { recursive: true });
  }
}

function measureStack(displayName: string, template: Template, bytes: number) {
  const name = displayName.replace(/^.*\//, '').replace(/ .*$/, '');
  const count = (part: object | undefined) => Object.keys(part ?? {}).length;
  const stack: StackMeasure = {
    name,
    resources: count(template.Resources),
    outputs: count(template.Outputs),
    parameters: count(template.Parameters),
    bytes,
  };
  return { stack, found: excessesOf(name, template, bytes) };
}
