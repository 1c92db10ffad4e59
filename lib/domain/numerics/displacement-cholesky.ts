/**
 * Cholesky factor of a symmetric positive definite matrix of low displacement rank, with its exact derivatives.
 *
 * H is q × q with H − Z·H·Zᵀ = g·gᵀ + k·kᵀ − g₋·g₋ᵀ − t·tᵀ, where Z shifts down by one, g = h/√h₀ for the first
 * column h of H, g₋ is g without its first element, and k and t begin with zero. The generalised Schur algorithm
 * needs O(q²) where a dense factorisation needs O(q³). The derivatives of ln|H| with respect to h, k and t come by
 * the algorithm run backwards, at about twice its price however many parameters h, k and t depend on.
 *
 * Source: Kailath and Sayed (1995), "Displacement structure: theory and applications", SIAM Review 37, section 4.
 * Memory: 4 q²/2 numbers, taken once.
 */
export class DisplacementCholesky {
  readonly size: number;
  /** Columns of L from the diagonal down, one after the other. */
  private readonly columns: Float64Array;
  private readonly plus: Float64Array;
  private readonly minus: Float64Array;
  private readonly tails: Float64Array;
  /** Six numbers a step: cosines and sines of both rotations, the hyperbolic ratio and its complement. */
  private readonly turns: Float64Array;
  private readonly first: Float64Array;
  private readonly hasPlus: boolean;

  constructor(size: number, hasPlus: boolean) {
    this.size = size;
    this.hasPlus = hasPlus;
    const packed = (size * (size + 1)) / 2;
    this.columns = new Float64Array(packed);
    this.plus = new Float64Array(hasPlus ? packed : 0);
    this.minus = new Float64Array(packed);
    this.tails = new Float64Array(packed);
    this.turns = new Float64Array(6 * size);
    this.first = new Float64Array(size);
  }

  /**
   * Factors the matrix of these generators, `size` long each.
   * @returns ln|H|, or NaN when H is not positive definite to working precision
   */
  factor(h: Float64Array, k: Float64Array, t: Float64Array): number {
    const { size, columns, minus, tails, plus } = this;
    const h0 = h[0]!;
    if (!(h0 > 0)) return Number.NaN;
    const root = Math.sqrt(h0);
    for (let j = 0; j < size; j++) {
      const g = h[j]! / root;
      this.first[j] = h[j]!;
      columns[j] = g;
      minus[j] = g;
      tails[j] = t[j]!;
    }
    minus[0] = 0;
    tails[0] = 0;
    if (this.hasPlus) {
      for (let j = 0; j < size; j++) plus[j] = k[j]!;
      plus[0] = 0;
    }
    let product = root;
    let logDet = 0;
    let start = 0;
    for (let i = 1; i < size; i++) {
      const next = start + size - i + 1;
      const diagonal = this.hasPlus ? this.step(i, start, next) : this.stepWithoutPlus(i, start, next);
      if (!(diagonal > 0)) return Number.NaN;
      product *= diagonal;
      if (product > 1e100 || product < 1e-100) {
        logDet += Math.log(product);
        product = 1;
      }
      start = next;
    }
    return 2 * (logDet + Math.log(product));
  }

  /** One step: rows i and below of the generators at `from` (first row i − 1) become those at `to`. */
  private step(i: number, from: number, to: number): number {
    const { size, columns, plus, minus, tails, turns } = this;
    const a = columns[from]!;
    const b = plus[from + 1]!;
    const up = Math.sqrt(a * a + b * b);
    const c1 = a / up;
    const s1 = b / up;
    const c = minus[from + 1]!;
    const d = tails[from + 1]!;
    const down = Math.sqrt(c * c + d * d);
    const c3 = down > 0 ? c / down : 1;
    const s3 = down > 0 ? d / down : 0;
    const r = down / up;
    const rest = (1 - r) * (1 + r);
    if (!(rest > 0)) return Number.NaN;
    const w = Math.sqrt(rest);
    turns[6 * i] = c1;
    turns[6 * i + 1] = s1;
    turns[6 * i + 2] = c3;
    turns[6 * i + 3] = s3;
    turns[6 * i + 4] = r;
    turns[6 * i + 5] = w;
    const inverse = 1 / w;
    for (let j = 0; j < size - i; j++) {
      const x0 = columns[from + j]!;
      const x1 = plus[from + 1 + j]!;
      const x2 = minus[from + 1 + j]!;
      const x3 = tails[from + 1 + j]!;
      const y0 = c1 * x0 + s1 * x1;
      const y2 = c3 * x2 + s3 * x3;
      const l = (y0 - r * y2) * inverse;
      columns[to + j] = l;
      plus[to + j] = c1 * x1 - s1 * x0;
      minus[to + j] = w * y2 - r * l;
      tails[to + j] = c3 * x3 - s3 * x2;
    }
    plus[to] = 0;
    minus[to] = 0;
    tails[to] = 0;
    return columns[to]!;
  }

  /** The same where there is no second positive generator: it is written out, since a third of the work is less. */
  private stepWithoutPlus(i: number, from: number, to: number): number {
    const { size, columns, minus, tails, turns } = this;
    const up = columns[from]!;
    const c = minus[from + 1]!;
    const d = tails[from + 1]!;
    const down = Math.sqrt(c * c + d * d);
    const c3 = down > 0 ? c / down : 1;
    const s3 = down > 0 ? d / down : 0;
    const r = down / up;
    const rest = (1 - r) * (1 + r);
    if (!(rest > 0)) return Number.NaN;
    const w = Math.sqrt(rest);
    turns[6 * i] = 1;
    turns[6 * i + 1] = 0;
    turns[6 * i + 2] = c3;
    turns[6 * i + 3] = s3;
    turns[6 * i + 4] = r;
    turns[6 * i + 5] = w;
    const inverse = 1 / w;
    for (let j = 0; j < size - i; j++) {
      const x2 = minus[from + 1 + j]!;
      const x3 = tails[from + 1 + j]!;
      const y2 = c3 * x2 + s3 * x3;
      const l = (columns[from + j]! - r * y2) * inverse;
      columns[to + j] = l;
      minus[to + j] = w * y2 - r * l;
      tails[to + j] = c3 * x3 - s3 * x2;
    }
    minus[to] = 0;
    tails[to] = 0;
    return columns[to]!;
  }

  /** Column i of L, in an array of `length` that it begins. */
  column(i: number, length: number): Float64Array {
    const { size, columns } = this;
    const start = i * size - (i * (i - 1)) / 2;
    const out = new Float64Array(length);
    for (let j = i; j < size; j++) out[j] = columns[start + j - i]!;
    return out;
  }

  /** x ← L⁻¹·x in place. */
  solveLower(x: Float64Array): void {
    const { size, columns } = this;
    let start = 0;
    for (let i = 0; i < size; i++) {
      const value = x[i]! / columns[start]!;
      x[i] = value;
      for (let j = 1; j < size - i; j++) x[i + j] = x[i + j]! - columns[start + j]! * value;
      start += size - i;
    }
  }

  /** x ← L⁻ᵀ·x in place. */
  solveUpper(x: Float64Array): void {
    const { size, columns } = this;
    let start = columns.length;
    for (let i = size - 1; i >= 0; i--) {
      start -= size - i;
      let value = x[i]!;
      for (let j = 1; j < size - i; j++) value -= columns[start + j]! * x[i + j]!;
      x[i] = value / columns[start]!;
    }
  }

  /**
   * The derivatives of ln|H| of the last `factor` with respect to its h, k and t, into arrays of `size`.
   * `work` is overwritten: four arrays of `size`.
   */
  gradient(
    hBar: Float64Array,
    kBar: Float64Array,
    tBar: Float64Array,
    work: readonly [Float64Array, Float64Array, Float64Array, Float64Array],
  ): void {
    const { size, columns, plus, minus, tails, hasPlus, turns, first } = this;
    const [bar0, bar1, bar2, bar3] = work;
    // Adjoints of the generators after the step at hand, by row; row i is index i.
    bar0.fill(0);
    bar1.fill(0);
    bar2.fill(0);
    bar3.fill(0);
    let to = columns.length - 1;
    for (let i = size - 1; i >= 1; i--) {
      const from = to - (size - i + 1);
      const c1 = turns[6 * i]!;
      const s1 = turns[6 * i + 1]!;
      const c3 = turns[6 * i + 2]!;
      const s3 = turns[6 * i + 3]!;
      const r = turns[6 * i + 4]!;
      const w = turns[6 * i + 5]!;
      const inverse = 1 / w;
      const diagonal = columns[to]!;
      bar0[i] = bar0[i]! + 2 / diagonal;
      let rBar = 0;
      let angle1 = 0;
      let aside = 0;
      for (let j = size - i - 1; j >= 1; j--) {
        const row = i + j;
        const g0 = columns[to + j]!;
        const g2 = minus[to + j]!;
        const g3 = tails[to + j]!;
        const a0 = bar0[row]!;
        const a2 = bar2[row]!;
        const a3 = bar3[row]!;
        rBar += a0 * g2 + a2 * g0;
        const y0Bar = (a0 - r * a2) * inverse;
        const y2Bar = (a2 - r * a0) * inverse;
        const y0 = (g0 + r * g2) * inverse;
        aside += y0Bar * g3 + a3 * y0;
        bar2[row] = c3 * y2Bar - s3 * a3;
        bar3[row] = s3 * y2Bar + c3 * a3;
        if (hasPlus) {
          const g1 = plus[to + j]!;
          const a1 = bar1[row]!;
          angle1 += y0Bar * g1 - a1 * y0;
          bar1[row] = s1 * y0Bar + c1 * a1;
          bar0[row] = c1 * y0Bar - s1 * a1;
        } else bar0[row] = y0Bar;
      }
      rBar *= -inverse * inverse;
      const up = diagonal * inverse; // y0 of the pivot row: diagonal / w = up·w / w²
      const y0Bar = bar0[i]! * inverse - (rBar * r) / up;
      const y2Bar = -r * bar0[i]! * inverse + rBar / up;
      // ln|H| does not change when the two negative generators turn together, so their turn counts as fixed, and
      // what the pivot of the second would do is found by taking it out with the first generator. The turn's own
      // derivative would divide rounding errors by a pivot that may be as small as any number.
      const y3Bar = -aside / up;
      bar2[i] = c3 * y2Bar - s3 * y3Bar;
      bar3[i] = s3 * y2Bar + c3 * y3Bar;
      bar0[i] = c1 * y0Bar - (hasPlus ? (s1 * angle1) / up : 0);
      if (hasPlus) bar1[i] = s1 * y0Bar + (c1 * angle1) / up;
      // What step i read of the first generator was shifted down by one.
      for (let row = i - 1; row < size - 1; row++) bar0[row] = bar0[row + 1]!;
      bar0[size - 1] = 0;
      to = from;
    }
    const root = Math.sqrt(first[0]!);
    bar0[0] = bar0[0]! + 2 / root;
    let towardsFirst = bar0[0]! / (2 * root);
    for (let j = 1; j < size; j++) {
      hBar[j] = (bar0[j]! + bar2[j]!) / root;
      towardsFirst -= (hBar[j]! * first[j]!) / (2 * first[0]!);
      kBar[j] = bar1[j]!;
      tBar[j] = bar3[j]!;
    }
    hBar[0] = towardsFirst;
    kBar[0] = 0;
    tBar[0] = 0;
  }
}
