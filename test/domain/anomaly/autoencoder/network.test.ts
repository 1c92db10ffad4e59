import {
  backward,
  createNetwork,
  forward,
  initialParameters,
  parameterCount,
} from '../../../../lib/domain/anomaly/autoencoder/network.ts';
import { train } from '../../../../lib/domain/anomaly/autoencoder/train.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const network = createNetwork([5, 4, 2, 5]);
const random = createRandom(11);
const inputs = Float64Array.from({ length: 5 }, () => 2 * random() - 1);
const parameters = initialParameters(network, random).map((value) => value + 0.2 * random());

/** Half of the squared distance of the outputs from the inputs, the other way round. */
function loss(at: Float64Array): number {
  network.values[0]?.set(inputs);
  return forward(network, at).reduce((sum, output, i) => sum + (output + (inputs[i] ?? 0)) ** 2 / 2, 0);
}

test('the gradient of every parameter equals the central difference of the loss', () => {
  loss(parameters);
  const outputs = forward(network, parameters);
  const slopes = outputs.map((output, i) => output + (inputs[i] ?? 0));
  const gradient = new Float64Array(parameterCount(network));
  backward(network, parameters, slopes, gradient);
  expect(parameters.length).toBe(4 * 6 + 2 * 5 + 5 * 3);
  for (let k = 0; k < parameters.length; k++) {
    const moved = (by: number) => loss(parameters.map((value, i) => (i === k ? value + by : value)));
    expect(gradient[k]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 8);
  }
});

test('a network of one linear layer gives weights times inputs plus offsets', () => {
  const line = createNetwork([2, 2]);
  line.values[0]?.set([3, 5]);
  expect([...forward(line, Float64Array.of(1, 2, 3, 4, 0.5, -0.5))]).toEqual([13.5, 28.5]);
});

test('a lesson makes windows of a wave come back through two numbers', () => {
  const wave = Float64Array.from({ length: 200 }, (_, t) => Math.sin(t / 3));
  const narrow = createNetwork([8, 2, 8]);
  const known = initialParameters(narrow, createRandom(2));
  const error = () => {
    narrow.values[0]?.set(wave.subarray(50, 58));
    return forward(narrow, known).reduce((sum, output, i) => sum + (output - (wave[50 + i] ?? 0)) ** 2, 0);
  };
  const before = error();
  train(narrow, known, wave, { epochs: 30, random: createRandom(3) });
  expect(error()).toBeLessThan(before / 20);
});
