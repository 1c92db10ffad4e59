/**
 * A layer of long short-term memory with a linear read-out and a linear path around it:
 * ŷ = v·h + u·x + w, where (h, c) moves on with each input x.
 * Source: Hochreiter & Schmidhuber 1997, Neural Computation 9; forget gate: Gers and others 2000. Gates are in the
 * order input, forget, cell, output.
 */
export interface Shape {
  /** Inputs a step. */
  readonly inputs: number;
  readonly hidden: number;
}

/** Where each block of parameters begins in the one array that holds them all. */
export interface Layout extends Shape {
  /** 4·hidden rows of `inputs`. */
  readonly fromInput: number;
  /** 4·hidden rows of `hidden`. */
  readonly fromHidden: number;
  /** 4·hidden. */
  readonly bias: number;
  /** `hidden`. */
  readonly readOut: number;
  /** `inputs`. */
  readonly around: number;
  /** 1. */
  readonly offset: number;
  readonly length: number;
}

export function layoutOf({ inputs, hidden }: Shape): Layout {
  const fromHidden = 4 * hidden * inputs;
  const bias = fromHidden + 4 * hidden * hidden;
  const readOut = bias + 4 * hidden;
  const around = readOut + hidden;
  const offset = around + inputs;
  return { inputs, hidden, fromInput: 0, fromHidden, bias, readOut, around, offset, length: offset + 1 };
}

/** Small weights, forget gates open. @param random from 0 up to 1 */
export function initialParameters(layout: Layout, random: () => number): Float64Array {
  const { hidden, bias, length } = layout;
  const reach = 1 / Math.sqrt(hidden);
  const parameters = Float64Array.from({ length }, () => reach * (2 * random() - 1));
  parameters.fill(0, bias, bias + 4 * hidden).fill(1, bias + hidden, bias + 2 * hidden);
  return parameters.fill(0, layout.readOut);
}

/** What a walk over some steps leaves for the way back: rows of `hidden` by step; `c` and `h` begin with the row before. */
export interface Trace {
  /** Rows of 4·hidden, after their functions. */
  readonly gates: Float64Array;
  readonly c: Float64Array;
  readonly h: Float64Array;
  readonly squashed: Float64Array;
  readonly outputs: Float64Array;
}

export function createTrace({ hidden }: Shape, steps: number): Trace {
  return {
    gates: new Float64Array(steps * 4 * hidden),
    c: new Float64Array((steps + 1) * hidden),
    h: new Float64Array((steps + 1) * hidden),
    squashed: new Float64Array(steps * hidden),
    outputs: new Float64Array(steps),
  };
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** One step: reads row t of c and h and writes row t + 1. @param x inputs, from `at` on @returns the output */
export function forward(
  layout: Layout,
  parameters: Float64Array,
  trace: Trace,
  t: number,
  x: Float64Array,
  at: number,
): number {
  const { inputs, hidden, fromHidden, bias, readOut, around, offset } = layout;
  const { gates, c, h, squashed } = trace;
  const before = t * hidden;
  const after = before + hidden;
  const row = 4 * before;
  for (let g = 0; g < 4 * hidden; g++) {
    let sum = parameters[bias + g]!;
    const fromX = g * inputs;
    for (let k = 0; k < inputs; k++) sum += parameters[fromX + k]! * x[at + k]!;
    const fromH = fromHidden + g * hidden;
    for (let k = 0; k < hidden; k++) sum += parameters[fromH + k]! * h[before + k]!;
    gates[row + g] = g >= 2 * hidden && g < 3 * hidden ? Math.tanh(sum) : sigmoid(sum);
  }
  let output = parameters[offset]!;
  for (let k = 0; k < inputs; k++) output += parameters[around + k]! * x[at + k]!;
  for (let k = 0; k < hidden; k++) {
    const cell = gates[row + hidden + k]! * c[before + k]! + gates[row + k]! * gates[row + 2 * hidden + k]!;
    const out = Math.tanh(cell);
    c[after + k] = cell;
    squashed[before + k] = out;
    h[after + k] = gates[row + 3 * hidden + k]! * out;
    output += parameters[readOut + k]! * h[after + k]!;
  }
  trace.outputs[t] = output;
  return output;
}

/** Room for the way back over one step. */
export interface Scratch {
  readonly dh: Float64Array;
  readonly dc: Float64Array;
  readonly dGates: Float64Array;
}

export function createScratch({ hidden }: Shape): Scratch {
  return {
    dh: new Float64Array(hidden),
    dc: new Float64Array(hidden),
    dGates: new Float64Array(4 * hidden),
  };
}

/**
 * The way back over the first `steps` of a trace (truncated: nothing comes from beyond it).
 * @param x inputs, a row a step from row `firstRow` on
 * @param slopes derivative of the loss by each output
 * @param gradient is added to
 */
export function backward(
  layout: Layout,
  parameters: Float64Array,
  trace: Trace,
  steps: number,
  x: Float64Array,
  firstRow: number,
  slopes: Float64Array,
  gradient: Float64Array,
  scratch: Scratch,
): void {
  const { inputs, hidden, fromHidden, bias, readOut, around, offset } = layout;
  const { dh, dc, dGates } = scratch;
  dh.fill(0);
  dc.fill(0);
  for (let t = steps - 1; t >= 0; t--) {
    const at = (firstRow + t) * inputs;
    const before = t * hidden;
    const slope = slopes[t]!;
    gradient[offset] = gradient[offset]! + slope;
    for (let k = 0; k < inputs; k++) gradient[around + k] = gradient[around + k]! + slope * x[at + k]!;
    for (let k = 0; k < hidden; k++) {
      const g = readOut + k;
      gradient[g] = gradient[g]! + slope * trace.h[before + hidden + k]!;
      dh[k] = dh[k]! + slope * parameters[g]!;
    }
    gateSlopes(hidden, trace, before, scratch);
    dh.fill(0);
    for (let g = 0; g < 4 * hidden; g++) {
      const d = dGates[g]!;
      gradient[bias + g] = gradient[bias + g]! + d;
      const fromX = g * inputs;
      for (let k = 0; k < inputs; k++) gradient[fromX + k] = gradient[fromX + k]! + d * x[at + k]!;
      const fromH = fromHidden + g * hidden;
      for (let k = 0; k < hidden; k++) {
        gradient[fromH + k] = gradient[fromH + k]! + d * trace.h[before + k]!;
        dh[k] = dh[k]! + d * parameters[fromH + k]!;
      }
    }
  }
}

/** Slopes at the gates' sums of one step, and those that go on to the cells before it. */
function gateSlopes(hidden: number, { gates, c, squashed }: Trace, before: number, scratch: Scratch): void {
  const { dh, dc, dGates } = scratch;
  const row = 4 * before;
  for (let k = 0; k < hidden; k++) {
    const i = gates[row + k]!;
    const f = gates[row + hidden + k]!;
    const g = gates[row + 2 * hidden + k]!;
    const o = gates[row + 3 * hidden + k]!;
    const out = squashed[before + k]!;
    const slope = dc[k]! + dh[k]! * o * (1 - out * out);
    dGates[k] = slope * g * i * (1 - i);
    dGates[hidden + k] = slope * c[before + k]! * f * (1 - f);
    dGates[2 * hidden + k] = slope * i * (1 - g * g);
    dGates[3 * hidden + k] = dh[k]! * out * o * (1 - o);
    dc[k] = slope * f;
  }
}
