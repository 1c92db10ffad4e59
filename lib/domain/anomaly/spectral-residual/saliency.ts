import { createFourierTransform, type FourierTransform } from '../../numerics/fast-fourier.ts';

/** Amplitudes below this share of the greatest are rounding: they have no phase. */
const leastAmplitude = 1e-12;

/** The saliency map of windows of one length, with the room to reckon it in. */
export class SaliencyMap {
  private readonly transform: FourierTransform;
  private readonly re: Float64Array;
  private readonly im: Float64Array;
  private readonly logs: Float64Array;
  private readonly average: number;

  /** @param average frequencies that the local average of the log spectrum is over, an odd number: the paper's q */
  constructor(length: number, average: number) {
    this.transform = createFourierTransform(length);
    this.re = new Float64Array(length);
    this.im = new Float64Array(length);
    this.logs = new Float64Array(length);
    this.average = average;
  }

  /** How much each value stands out: what is left when the log amplitudes lose their local average. @returns the values'
   *  saliency, overwritten by the next call */
  of(values: ArrayLike<number>): Float64Array {
    const { re, im } = this;
    for (let i = 0; i < re.length; i++) re[i] = values[i]!;
    im.fill(0);
    this.transform.forward(re, im);
    this.leaveResidual();
    this.transform.inverse(re, im);
    for (let i = 0; i < re.length; i++) re[i] = Math.sqrt(re[i]! * re[i]! + im[i]! * im[i]!);
    return re;
  }

  /** Real values have a spectrum that its second half mirrors: the first tells all. */
  private leaveResidual(): void {
    const { re, logs, average } = this;
    const length = re.length;
    const floor = this.takeLogs();
    const reach = (average - 1) / 2;
    for (let k = 0; 2 * k <= length; k++) {
      let sum = 0;
      for (let j = k - reach; j <= k + reach; j++) sum += logs[j < 0 ? j + length : j % length]!;
      // exp(residual) at the same phase: the amplitude itself falls out.
      const factor = logs[k]! > floor ? Math.exp(-sum / average) : 0;
      this.shrink(k, factor);
      if (k > 0 && 2 * k < length) this.shrink(length - k, factor);
    }
  }

  private shrink(k: number, factor: number): void {
    this.re[k]! *= factor;
    this.im[k]! *= factor;
  }

  /** Natural logs of the amplitudes beside the greatest, so that equal shapes of any size are treated alike, and the
   *  spectrum beside it, too. @returns the least log */
  private takeLogs(): number {
    const { re, im, logs } = this;
    let greatest = 0;
    for (let k = 0; k < re.length; k++) {
      logs[k] = Math.sqrt(re[k]! * re[k]! + im[k]! * im[k]!);
      if (logs[k]! > greatest) greatest = logs[k]!;
    }
    const scale = greatest > 0 ? 1 / greatest : 0;
    for (let k = 0; 2 * k <= re.length; k++) {
      const share = Math.max(leastAmplitude, logs[k]! * scale);
      logs[k] = Math.log(share);
      if (k > 0) logs[re.length - k] = logs[k]!;
    }
    for (let k = 0; k < re.length; k++) this.shrink(k, scale);
    return Math.log(leastAmplitude);
  }
}
