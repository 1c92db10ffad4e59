import { Adam } from '../../forecast/lstm/adam.ts';
import { backward, forward, type Network } from './network.ts';

const batch = 16;
const firstPace = 0.01;
/** The pace falls to this share of the first by the last epoch. */
const lastPaceShare = 0.1;

export interface TrainOptions {
  /** Walks over all windows. */
  readonly epochs: number;
  /** From 0 up to 1: the order of the windows. */
  readonly random: () => number;
}

/**
 * Teaches a network to give back its inputs, by the mean square error over every window of a series.
 * @param series n standardised values; a window has as many as the network has inputs, and there is at least one
 * @param parameters are changed
 * Cost: epochs * windows * parameters.
 */
export function train(
  network: Network,
  parameters: Float64Array,
  series: Float64Array,
  { epochs, random }: TrainOptions,
): void {
  const count = series.length - network.sizes[0]! + 1;
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const adam = new Adam(parameters.length);
  const gradient = new Float64Array(parameters.length);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const pace = firstPace * lastPaceShare ** (epoch / Math.max(1, epochs - 1));
    shuffle(order, random);
    for (let from = 0; from < count; from += batch) {
      gradient.fill(0);
      addSlopes(network, parameters, series, order.subarray(from, from + batch), gradient);
      adam.step(parameters, gradient, pace);
    }
  }
}

/** Adds the gradient of the mean loss over the windows that begin at these places. */
function addSlopes(
  network: Network,
  parameters: Float64Array,
  series: Float64Array,
  places: Uint32Array,
  gradient: Float64Array,
): void {
  const inputs = network.values[0]!;
  const slopes = new Float64Array(inputs.length);
  for (const place of places) {
    inputs.set(series.subarray(place, place + inputs.length));
    const outputs = forward(network, parameters);
    const share = 2 / (inputs.length * places.length);
    for (let i = 0; i < slopes.length; i++) slopes[i] = share * (outputs[i]! - inputs[i]!);
    backward(network, parameters, slopes, gradient);
  }
}

/** Source: Durstenfeld (1964), Algorithm 235, Communications of the ACM 7, 420. */
function shuffle(order: Uint32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    const held = order[i]!;
    order[i] = order[k]!;
    order[k] = held;
  }
}
