/**
 * Dense layers, one after another: x ← tanh(W x + b), the last one linear: x ← W x + b.
 * All parameters are in one array: for each layer its weights, a row an output, and then its offsets.
 * Source: Goodfellow, Bengio and Courville (2016), Deep Learning, sections 6.5 and 14.1.
 */
export interface Network {
  /** Numbers of each layer, the inputs first. */
  readonly sizes: readonly number[];
  /** Where the parameters of each layer begin, and their number at the end. */
  readonly starts: readonly number[];
  /** What each layer gave last; the first are the inputs. */
  readonly values: readonly Float64Array[];
  /** Slopes of the loss by each of them. */
  readonly slopes: readonly Float64Array[];
}

export function createNetwork(sizes: readonly number[]): Network {
  const starts = [0];
  for (let k = 1; k < sizes.length; k++) starts.push(starts[k - 1]! + sizes[k]! * (sizes[k - 1]! + 1));
  return {
    sizes,
    starts,
    values: sizes.map((size) => new Float64Array(size)),
    slopes: sizes.map((size) => new Float64Array(size)),
  };
}

export function parameterCount({ starts }: Network): number {
  return starts.at(-1)!;
}

/** Weights whose outputs vary like their inputs. @param random from 0 up to 1
 *  Source: Glorot and Bengio (2010), AISTATS, equation 16. */
export function initialParameters(network: Network, random: () => number): Float64Array {
  const { sizes, starts } = network;
  const parameters = new Float64Array(parameterCount(network));
  for (let k = 1; k < sizes.length; k++) {
    const weights = sizes[k]! * sizes[k - 1]!;
    const reach = Math.sqrt(6 / (sizes[k]! + sizes[k - 1]!));
    for (let i = 0; i < weights; i++) parameters[starts[k - 1]! + i] = reach * (2 * random() - 1);
  }
  return parameters;
}

/** Walks `values[0]` through the layers. @returns the outputs, which the next walk writes over */
export function forward(network: Network, parameters: Float64Array): Float64Array {
  const { sizes, values } = network;
  for (let k = 1; k < sizes.length; k++) layerForward(network, parameters, k);
  return values[sizes.length - 1]!;
}

function layerForward({ sizes, starts, values }: Network, parameters: Float64Array, k: number): void {
  const from = values[k - 1]!;
  const to = values[k]!;
  const width = from.length;
  const start = starts[k - 1]!;
  const offsets = start + to.length * width;
  const isLast = k === sizes.length - 1;
  for (let i = 0; i < to.length; i++) {
    let sum = parameters[offsets + i]!;
    const row = start + i * width;
    for (let j = 0; j < width; j++) sum += parameters[row + j]! * from[j]!;
    to[i] = isLast ? sum : Math.tanh(sum);
  }
}

/**
 * The way back after `forward`.
 * @param slopes derivative of the loss by each output
 * @param gradient is added to
 */
export function backward(
  network: Network,
  parameters: Float64Array,
  slopes: Float64Array,
  gradient: Float64Array,
): void {
  const last = network.sizes.length - 1;
  network.slopes[last]!.set(slopes);
  for (let k = last; k >= 1; k--) layerBackward(network, parameters, k, gradient);
}

function layerBackward(network: Network, parameters: Float64Array, k: number, gradient: Float64Array): void {
  const { sizes, starts, values } = network;
  const from = values[k - 1]!;
  const to = values[k]!;
  const slopesTo = network.slopes[k]!;
  const slopesFrom = network.slopes[k - 1]!.fill(0);
  const width = from.length;
  const start = starts[k - 1]!;
  const offsets = start + to.length * width;
  for (let i = 0; i < to.length; i++) {
    const slope = k === sizes.length - 1 ? slopesTo[i]! : slopesTo[i]! * (1 - to[i]! * to[i]!);
    const row = start + i * width;
    gradient[offsets + i] = gradient[offsets + i]! + slope;
    for (let j = 0; j < width; j++) {
      gradient[row + j] = gradient[row + j]! + slope * from[j]!;
      slopesFrom[j] = slopesFrom[j]! + slope * parameters[row + j]!;
    }
  }
}
