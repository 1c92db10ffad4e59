import { madToSd, median } from '../../numerics/order-statistics.ts';

const { min } = Math;

/** A window of a series and the earlier one that it is most like. */
export interface NearestEarlier {
  /** Euclidean distance of the two when each has mean 0 and variance 1: 0 to 2√window; ∞ when there is none. */
  readonly distance: number;
  /** How many values before the window its nearest starts; 0 when there is none. */
  readonly before: number;
}

/** Nothing earlier. */
const nowhere: NearestEarlier = { distance: Number.POSITIVE_INFINITY, before: 0 };

/**
 * The left matrix profile of a stream: for the newest window the distance to the nearest earlier one that it does not
 * overlap. Products of the newest window with all the others follow from those of the window before it in a step each
 * (Zhu et al. 2016, STOMP); after every `window` steps they are made anew, and values older than the memory go. So
 * no rounding piles up, and a value costs O(memory).
 * Source: Yeh et al. (2016), Matrix Profile I, ICDM; the left one: Zhu et al. (2017), Matrix Profile VII.
 */
export class LeftProfile {
  readonly window: number;
  readonly memory: number;
  private readonly raw: Float64Array;
  /** The values less their mean at the last renewal: products keep their digits at any level. */
  private readonly values: Float64Array;
  private readonly means: Float64Array;
  /** 1 / (standard deviation) of each window; 0 for a flat one. */
  private readonly inverses: Float64Array;
  /** Products of the newest window with each, by where that starts; and the next ones. */
  private products: Float64Array;
  private candidates: Float64Array;
  private centre = 0;
  private readonly isCorrected: boolean;
  /** What noise adds to the square of a distance, but for the windows' variance; 0 where that is not corrected. */
  private noise = 0;
  private held = 0;
  private fresh = 0;

  /**
   * @param window values of a window, at least 2 @param memory values that are remembered at least
   * @param isCorrected whether distances are less what noise adds: (2 window + 2) times its variance beside the greater
   *   of the windows' (De Paepe et al. 2019, Eliminating Noise in the Matrix Profile, ICPRAM). Its standard
   *   deviation is told by the median size of the steps
   */
  constructor(window: number, memory: number, isCorrected = false) {
    const room = memory + window;
    this.isCorrected = isCorrected;
    this.window = window;
    this.memory = memory;
    this.raw = new Float64Array(room);
    this.values = new Float64Array(room);
    this.means = new Float64Array(room);
    this.inverses = new Float64Array(room);
    this.products = new Float64Array(room);
    this.candidates = new Float64Array(room);
  }

  /** The nearest of the window that a value would end, which is not taken in. */
  nearest(value: number): NearestEarlier {
    const start = this.held + 1 - this.window;
    if (start < this.window) return nowhere;
    this.place(value);
    this.advance(start);
    return this.nearestOf(start);
  }

  /** Takes a finite value in. */
  update(value: number): void {
    const start = this.held + 1 - this.window;
    this.place(value);
    if (start >= 0) this.advance(start);
    const kept = this.products;
    this.products = this.candidates;
    this.candidates = kept;
    this.held++;
    if (++this.fresh >= this.window) this.renew();
  }

  /** Puts a value, and the mean and deviation of the window that it ends, behind those held. */
  private place(value: number): void {
    this.raw[this.held] = value;
    this.values[this.held] = value - this.centre;
    const start = this.held + 1 - this.window;
    if (start >= 0) this.measure(start);
  }

  private measure(start: number): void {
    const { values, window } = this;
    let sum = 0;
    let isFlat = true;
    for (let i = start; i < start + window; i++) {
      sum += values[i]!;
      if (values[i] !== values[start]) isFlat = false;
    }
    const mean = sum / window;
    let squares = 0;
    for (let i = start; i < start + window; i++) squares += (values[i]! - mean) * (values[i]! - mean);
    this.means[start] = mean;
    this.inverses[start] = isFlat || !(squares > 0) ? 0 : 1 / Math.sqrt(squares / window);
  }

  /** Products of the window from `start` with all up to it, from those of the window before. */
  private advance(start: number): void {
    const { values, products, candidates, window } = this;
    const gone = start > 0 ? values[start - 1]! : 0;
    const come = values[start + window - 1]!;
    for (let j = 1; j <= start; j++)
      candidates[j] = products[j - 1]! - gone * values[j - 1]! + come * values[j + window - 1]!;
    candidates[0] = this.product(start, 0);
  }

  private product(a: number, b: number): number {
    let sum = 0;
    for (let i = 0; i < this.window; i++) sum += this.values[a + i]! * this.values[b + i]!;
    return sum;
  }

  private nearestOf(start: number): NearestEarlier {
    const { means, inverses, candidates, window, noise } = this;
    const mean = window * means[start]!;
    const inverse = inverses[start]!;
    let least = Number.POSITIVE_INFINITY;
    let at = 0;
    for (let j = 0; j <= start - window; j++) {
      const other = inverses[j]!;
      // Flat windows are alike, and half alike to all others, which makes the distance √window.
      let likeness = inverse === other ? 1 : 0.5;
      let ofGreater = inverse + other;
      if (inverse > 0 && other > 0) {
        likeness = ((candidates[j]! - mean * means[j]!) * inverse * other) / window;
        ofGreater = min(inverse, other);
      }
      const square = 2 * window * (1 - likeness) - noise * ofGreater * ofGreater;
      if (square < least) {
        least = square;
        at = j;
      }
    }
    return { distance: Math.sqrt(Math.max(0, least)), before: start - at };
  }

  /** Forgets what is older than the memory, and reckons all the rest anew. */
  private renew(): void {
    const from = Math.max(0, this.held - this.memory);
    this.raw.copyWithin(0, from, this.held);
    this.held -= from;
    this.fresh = 0;
    let sum = 0;
    for (let i = 0; i < this.held; i++) sum += this.raw[i]!;
    this.centre = sum / this.held;
    for (let i = 0; i < this.held; i++) this.values[i] = this.raw[i]! - this.centre;
    const last = this.held - this.window;
    for (let j = 0; j <= last; j++) {
      this.measure(j);
      this.products[j] = this.product(last, j);
    }
    if (this.isCorrected) this.noise = (2 * this.window + 2) * noiseVariance(this.raw.subarray(0, this.held));
  }

  /** The values held, oldest first, and how many of them came after the last renewal. */
  memories(): { readonly values: Float64Array; readonly fresh: number } {
    return { values: this.raw.slice(0, this.held), fresh: this.fresh };
  }

  /** Goes on where `memories` were taken, exactly alike. @returns false when they are none of such a profile */
  recall(values: ArrayLike<number>, fresh: number): boolean {
    const old = values.length - fresh;
    if (!(fresh >= 0 && fresh < this.window && old >= 0 && old <= this.memory)) return false;
    for (let i = 0; i < old; i++) this.raw[i] = values[i]!;
    this.held = old;
    if (old > 0) this.renew();
    for (let i = old; i < values.length; i++) this.update(values[i]!);
    return true;
  }
}

/** Of steps between values that differ by noise alone, half as much as those steps have. */
function noiseVariance(values: Float64Array): number {
  const steps = new Float64Array(Math.max(0, values.length - 1));
  for (let i = 0; i < steps.length; i++) steps[i] = Math.abs(values[i + 1]! - values[i]!);
  return steps.length === 0 ? 0 : (madToSd * median(steps)) ** 2 / 2;
}
