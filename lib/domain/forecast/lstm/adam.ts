/** Steps down a gradient with a pace of its own for each parameter. Source: Kingma & Ba 2015, ICLR, algorithm 1. */
export class Adam {
  private readonly mean: Float64Array;
  private readonly square: Float64Array;
  private count = 0;

  constructor(length: number) {
    this.mean = new Float64Array(length);
    this.square = new Float64Array(length);
  }

  /** Moves the parameters. @param gradient longer ones are cut to length 1 */
  step(parameters: Float64Array, gradient: Float64Array, pace: number): void {
    this.count++;
    let sum = 0;
    for (let k = 0; k < gradient.length; k++) sum += gradient[k]! * gradient[k]!;
    const cut = sum > 1 ? 1 / Math.sqrt(sum) : 1;
    const bias1 = 1 - 0.9 ** this.count;
    const bias2 = 1 - 0.999 ** this.count;
    for (let k = 0; k < parameters.length; k++) {
      const slope = gradient[k]! * cut;
      this.mean[k] = 0.9 * this.mean[k]! + 0.1 * slope;
      this.square[k] = 0.999 * this.square[k]! + 0.001 * slope * slope;
      const size = Math.sqrt(this.square[k]! / bias2) + 1e-8;
      parameters[k] = parameters[k]! - (pace * this.mean[k]!) / bias1 / size;
    }
  }
}
