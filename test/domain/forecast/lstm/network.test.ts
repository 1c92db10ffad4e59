import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Adam } from '../../../../lib/domain/forecast/lstm/adam.ts';
import {
  backward,
  createScratch,
  createTrace,
  forward,
  initialParameters,
  layoutOf,
} from '../../../../lib/domain/forecast/lstm/network.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

/** Outputs and gradients of a layer of three cells and two inputs over seven steps. README.md tells how they were made. */
const reference = JSON.parse(readFileSync(join(__dirname, 'pytorch.json'), 'utf8')) as {
  readonly inputs: number[];
  readonly targets: number[];
  readonly parameters: number[];
  readonly outputs: number[];
  readonly gradient: number[];
};

const layout = layoutOf({ inputs: 2, hidden: 3 });
const x = Float64Array.from(reference.inputs);
const targets = Float64Array.from(reference.targets);
const steps = targets.length;

function walked(parameters: Float64Array) {
  const trace = createTrace(layout, steps);
  for (let t = 0; t < steps; t++) forward(layout, parameters, trace, t, x, t * layout.inputs);
  return trace;
}

function lossOf(parameters: Float64Array): number {
  const { outputs } = walked(parameters);
  return outputs.reduce((sum, output, t) => sum + (output - (targets[t] ?? 0)) ** 2 / 2, 0);
}

function gradientAt(parameters: Float64Array): Float64Array {
  const trace = walked(parameters);
  const slopes = trace.outputs.map((output, t) => output - (targets[t] ?? 0));
  const gradient = new Float64Array(layout.length);
  backward(layout, parameters, trace, steps, x, 0, slopes, gradient, createScratch(layout));
  return gradient;
}

test('outputs are those of PyTorch', () => {
  const { outputs } = walked(Float64Array.from(reference.parameters));
  for (const [t, output] of outputs.entries()) expect(output).toBeCloseTo(reference.outputs[t] ?? 0, 10);
});

test('gradients are those of PyTorch', () => {
  const gradient = gradientAt(Float64Array.from(reference.parameters));
  expect(gradient).toHaveLength(reference.gradient.length);
  for (const [k, slope] of gradient.entries()) expect(slope).toBeCloseTo(reference.gradient[k] ?? 0, 10);
});

test('each gradient is the slope of the loss, at other parameters too', () => {
  const random = createRandom(5);
  const parameters = initialParameters(layout, random).map((value) => value + random() - 0.5);
  const gradient = gradientAt(parameters);
  for (let k = 0; k < parameters.length; k++) {
    const moved = (by: number) => lossOf(parameters.map((value, i) => (i === k ? value + by : value)));
    expect(gradient[k]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 6);
  }
});

test('Adam goes down to the least of a valley whose sides are unlike', () => {
  const parameters = Float64Array.from([3, -2]);
  const adam = new Adam(2);
  for (let i = 0; i < 3000; i++) {
    const [a = 0, b = 0] = parameters;
    adam.step(parameters, Float64Array.from([2 * (a - 1), 200 * (b - 0.5)]), 0.01);
  }
  expect(parameters[0]).toBeCloseTo(1, 2);
  expect(parameters[1]).toBeCloseTo(0.5, 2);
});
