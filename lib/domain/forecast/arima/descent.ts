import type { Objective } from './objective.ts';
import type { Partials } from './partials.ts';

export interface DescentOptions {
  /** It has converged when a step promises to lower the objective by less. */
  readonly tolerance: number;
  /** Whether the matrix is made anew at each step (best while far away) or only learns (best when near). */
  readonly renew: boolean;
}

/** Rounding hides a gain below it. */
const noise = 1e-6;

/**
 * A descent on an objective within the box of its coordinates, step by step: Gauss–Newton with Levenberg and
 * Marquardt's damping, the matrix corrected by what each step taught (BFGS). It can be left and gone on with.
 * Sources: Marquardt (1963), SIAM J. 11, 431; structured updates: Dennis, Gay and Welsch (1981), ACM TOMS 7, 348.
 */
export class Descent {
  readonly parameters: Float64Array;
  value: number;
  converged = false;
  stuck = false;
  iterations = 0;
  evaluations = 1;
  readonly z: Float64Array;
  private readonly objective: Objective;
  private readonly partials: Partials;
  private readonly options: DescentOptions;
  private readonly gradient: Float64Array;
  private readonly matrix: Float64Array;
  private readonly nextZ: Float64Array;
  private readonly nextGradient: Float64Array;
  private readonly nextParameters: Float64Array;
  private readonly system: Float64Array;
  private readonly step: Float64Array;
  private readonly free: Uint8Array;
  /** The most each coordinate has ever bent: what damping is measured by (Moré 1978). */
  private readonly scale: Float64Array;
  private damping = 0;

  /** @param start parameters; moved inside the region when they are not */
  constructor(objective: Objective, partials: Partials, start: Float64Array, options: DescentOptions) {
    const k = partials.size;
    this.objective = objective;
    this.partials = partials;
    this.options = options;
    const vector = () => new Float64Array(k);
    this.parameters = vector();
    this.z = vector();
    this.gradient = vector();
    this.nextZ = vector();
    this.nextGradient = vector();
    this.nextParameters = vector();
    this.step = vector();
    this.matrix = new Float64Array(k * k);
    this.system = new Float64Array(k * k);
    this.free = new Uint8Array(k);
    this.scale = new Float64Array(k);
    partials.fromParameters(start, this.z);
    partials.toParameters(this.z, this.parameters);
    this.value = objective.evaluate(this.parameters);
    this.converged = k === 0 && !Number.isNaN(this.value);
    this.stuck = Number.isNaN(this.value);
    if (this.done) return;
    objective.gradient(this.gradient);
    objective.gaussNewton(this.matrix);
    partials.pullBack(this.z, this.gradient, this.matrix);
  }

  get done(): boolean {
    return this.converged || this.stuck;
  }

  /** Goes on for at most so many steps. */
  run(steps: number): void {
    for (let i = 0; i < steps && !this.done; i++) this.descend();
  }

  private descend(): void {
    this.findFree();
    const promised = this.solve();
    if (!(promised >= 0)) {
      this.raise(10);
      return;
    }
    if (promised < this.options.tolerance) {
      this.converged = true;
      return;
    }
    const { partials, objective, nextZ, nextParameters } = this;
    this.iterations++;
    this.evaluations++;
    for (let i = 0; i < nextZ.length; i++) {
      nextZ[i] = Math.min(partials.upper[i]!, Math.max(partials.lower[i]!, this.z[i]! + this.step[i]!));
    }
    partials.toParameters(nextZ, nextParameters);
    const next = objective.evaluate(nextParameters);
    const gain = (this.value - next) / promised;
    if (gain > 1e-4) this.accept(next, gain);
    else if (promised < noise) this.converged = true;
    else this.raise(Number.isNaN(next) ? 10 : 5);
  }

  private raise(times: number): void {
    this.damping = Math.max(1e-2, this.damping * times);
    this.stuck = this.damping > 1e9;
  }

  private accept(next: number, gain: number): void {
    const { partials, objective, matrix, nextZ, nextGradient, gradient, z } = this;
    objective.gradient(nextGradient);
    if (this.options.renew) {
      objective.gaussNewton(matrix);
      partials.pullBack(nextZ, nextGradient, matrix);
    } else partials.pullBack(nextZ, nextGradient);
    this.learn();
    z.set(nextZ);
    gradient.set(nextGradient);
    this.parameters.set(this.nextParameters);
    this.value = next;
    if (gain > 0.7) this.damping = this.damping < 1e-3 ? 0 : this.damping / 5;
    else if (gain < 0.2) this.damping = Math.max(1e-2, this.damping * 2);
  }

  /** Coordinates at a bound that the slope pushes against stay there. */
  private findFree(): void {
    const { z, gradient, free, partials } = this;
    for (let i = 0; i < z.length; i++) {
      const pushed =
        (z[i]! <= partials.lower[i]! && gradient[i]! > 0) ||
        (z[i]! >= partials.upper[i]! && gradient[i]! < 0);
      free[i] = pushed ? 0 : 1;
    }
  }

  /** (B + damping·diag B)·step = −gradient among the free coordinates. @returns what the step promises, half of
   *  −gradientᵀ·step; NaN when B is not positive definite there */
  private solve(): number {
    const { matrix, gradient, free, damping, system: l, step, scale } = this;
    const k = gradient.length;
    for (let i = 0; i < k; i++) scale[i] = Math.max(scale[i]!, matrix[i * k + i]!);
    for (let i = 0; i < k; i++) {
      if (free[i] === 0) continue;
      for (let j = 0; j <= i; j++) {
        if (free[j] === 0) continue;
        const own = matrix[i * k + j]!;
        let sum = i === j ? own + damping * scale[i]! : own;
        for (let m = 0; m < j; m++) if (free[m] === 1) sum -= l[i * k + m]! * l[j * k + m]!;
        if (i > j) l[i * k + j] = sum / l[j * k + j]!;
        else if (sum > 1e-13 * own) l[i * k + i] = Math.sqrt(sum);
        else return Number.NaN;
      }
    }
    let promised = 0;
    for (let i = 0; i < k; i++) {
      step[i] = 0;
      if (free[i] === 0) continue;
      let sum = -gradient[i]!;
      for (let m = 0; m < i; m++) if (free[m] === 1) sum -= l[i * k + m]! * step[m]!;
      step[i] = sum / l[i * k + i]!;
      promised += 0.5 * step[i]! * step[i]!;
    }
    for (let i = k - 1; i >= 0; i--) {
      if (free[i] === 0) continue;
      let sum = step[i]!;
      for (let m = i + 1; m < k; m++) if (free[m] === 1) sum -= l[m * k + i]! * step[m]!;
      step[i] = sum / l[i * k + i]!;
    }
    return promised;
  }

  /** The BFGS update: afterwards B times the change is the turn of the gradient, where that curves upwards. */
  private learn(): void {
    const { matrix, nextZ, z, nextGradient, gradient, step: work } = this;
    const k = z.length;
    let along = 0;
    let known = 0;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += matrix[i * k + j]! * (nextZ[j]! - z[j]!);
      work[i] = sum;
      known += sum * (nextZ[i]! - z[i]!);
      along += (nextGradient[i]! - gradient[i]!) * (nextZ[i]! - z[i]!);
    }
    if (!(known > 0)) return;
    // Where the objective bends the wrong way only a part of the turn is believed, so that B stays positive definite
    // and no direction is forgotten (Powell 1978).
    const belief = along >= 0.2 * known ? 1 : (0.8 * known) / (known - along);
    const total = belief * along + (1 - belief) * known;
    const turnOf = (i: number) => belief * (nextGradient[i]! - gradient[i]!) + (1 - belief) * work[i]!;
    for (let i = 0; i < k; i++) {
      const turn = turnOf(i) / total;
      const old = work[i]! / known;
      for (let j = 0; j < k; j++) matrix[i * k + j] = matrix[i * k + j]! + turn * turnOf(j) - old * work[j]!;
    }
  }
}
