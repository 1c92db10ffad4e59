/**
 * One factor of a polynomial in the lag operator B: 1 + Σ coefs[j]·B^lags[j]. For an autoregression the
 * coefficients are −φ, for a moving average +θ. Lags ascend.
 */
export interface Factor {
  readonly lags: Int32Array;
  readonly coefs: Float64Array;
}

export function degreeOf({ lags }: Factor): number {
  return lags.length === 0 ? 0 : lags[lags.length - 1]!;
}

/** x ← x / F(B) in place for its first n values, zeros before them. */
export function divide(x: Float64Array, n: number, { lags, coefs }: Factor): void {
  const k = lags.length;
  if (k === 1) divideOne(x, n, lags[0]!, coefs[0]!);
  else if (k === 2) divideTwo(x, n, lags[0]!, coefs[0]!, lags[1]!, coefs[1]!);
  else if (k > 2) divideMany(x, n, lags, coefs);
}

function divideOne(x: Float64Array, n: number, lag: number, c: number): void {
  if (lag === 1) {
    // The recursion waits for its own last result: keep that in a register.
    let last = x[0]!;
    for (let t = 1; t < n; t++) {
      last = x[t]! - c * last;
      x[t] = last;
    }
    return;
  }
  for (let t = lag; t < n; t++) x[t] = x[t]! - c * x[t - lag]!;
}

function divideTwo(x: Float64Array, n: number, lag1: number, c1: number, lag2: number, c2: number): void {
  const head = Math.min(lag2, n);
  for (let t = lag1; t < head; t++) x[t] = x[t]! - c1 * x[t - lag1]!;
  for (let t = lag2; t < n; t++) x[t] = x[t]! - c2 * x[t - lag2]! - c1 * x[t - lag1]!;
}

function divideMany(x: Float64Array, n: number, lags: Int32Array, coefs: Float64Array): void {
  const k = lags.length;
  const head = Math.min(lags[k - 1]!, n);
  for (let t = lags[0]!; t < head; t++) {
    let value = x[t]!;
    for (let j = 0; j < k && lags[j]! <= t; j++) value -= coefs[j]! * x[t - lags[j]!]!;
    x[t] = value;
  }
  for (let t = head; t < n; t++) {
    let value = x[t]!;
    for (let j = k - 1; j >= 0; j--) value -= coefs[j]! * x[t - lags[j]!]!;
    x[t] = value;
  }
}

/** x ← F(B)·x in place for its first n values, zeros before them. */
export function multiply(x: Float64Array, n: number, { lags, coefs }: Factor): void {
  const k = lags.length;
  if (k === 0) return;
  if (k === 1) {
    const lag = lags[0]!;
    const c = coefs[0]!;
    for (let t = n - 1; t >= lag; t--) x[t] = x[t]! + c * x[t - lag]!;
    return;
  }
  const head = lags[k - 1]!;
  if (k === 2) {
    const lag = lags[0]!;
    const c1 = coefs[0]!;
    const c2 = coefs[1]!;
    for (let t = n - 1; t >= head; t--) x[t] = x[t]! + c1 * x[t - lag]! + c2 * x[t - head]!;
  } else {
    for (let t = n - 1; t >= head; t--) {
      let value = x[t]!;
      for (let j = 0; j < k; j++) value += coefs[j]! * x[t - lags[j]!]!;
      x[t] = value;
    }
  }
  for (let t = Math.min(head, n) - 1; t >= lags[0]!; t--) {
    let value = x[t]!;
    for (let j = 0; j < k && lags[j]! <= t; j++) value += coefs[j]! * x[t - lags[j]!]!;
    x[t] = value;
  }
}

/** x ← x / F(B⁻¹) in place: the transpose of `divide`, from the end backwards. */
export function divideBack(x: Float64Array, n: number, { lags, coefs }: Factor): void {
  const k = lags.length;
  if (k === 0) return;
  if (k === 1) {
    const lag = lags[0]!;
    const c = coefs[0]!;
    if (lag === 1) {
      let last = x[n - 1]!;
      for (let t = n - 2; t >= 0; t--) {
        last = x[t]! - c * last;
        x[t] = last;
      }
      return;
    }
    for (let t = n - 1 - lag; t >= 0; t--) x[t] = x[t]! - c * x[t + lag]!;
    return;
  }
  const tail = Math.max(0, n - lags[k - 1]!);
  for (let t = n - 1 - lags[0]!; t >= tail; t--) {
    let value = x[t]!;
    for (let j = 0; j < k && t + lags[j]! < n; j++) value -= coefs[j]! * x[t + lags[j]!]!;
    x[t] = value;
  }
  if (k === 2) {
    const lag1 = lags[0]!;
    const lag2 = lags[1]!;
    const c1 = coefs[0]!;
    const c2 = coefs[1]!;
    for (let t = tail - 1; t >= 0; t--) x[t] = x[t]! - c2 * x[t + lag2]! - c1 * x[t + lag1]!;
    return;
  }
  for (let t = tail - 1; t >= 0; t--) {
    let value = x[t]!;
    for (let j = k - 1; j >= 0; j--) value -= coefs[j]! * x[t + lags[j]!]!;
    x[t] = value;
  }
}

/** x ← F(B⁻¹)·x in place: the transpose of `multiply`. */
export function multiplyBack(x: Float64Array, n: number, { lags, coefs }: Factor): void {
  const k = lags.length;
  if (k === 0) return;
  if (k === 1) {
    const lag = lags[0]!;
    const c = coefs[0]!;
    for (let t = 0; t < n - lag; t++) x[t] = x[t]! + c * x[t + lag]!;
    return;
  }
  const tail = Math.max(0, n - lags[k - 1]!);
  if (k === 2) {
    const lag1 = lags[0]!;
    const lag2 = lags[1]!;
    const c1 = coefs[0]!;
    const c2 = coefs[1]!;
    for (let t = 0; t < tail; t++) x[t] = x[t]! + c1 * x[t + lag1]! + c2 * x[t + lag2]!;
  } else {
    for (let t = 0; t < tail; t++) {
      let value = x[t]!;
      for (let j = 0; j < k; j++) value += coefs[j]! * x[t + lags[j]!]!;
      x[t] = value;
    }
  }
  for (let t = tail; t < n - lags[0]!; t++) {
    let value = x[t]!;
    for (let j = 0; j < k && t + lags[j]! < n; j++) value += coefs[j]! * x[t + lags[j]!]!;
    x[t] = value;
  }
}

/** The product of the factors as a dense polynomial, lag 0 first. */
export function expand(factors: readonly Factor[]): Float64Array {
  const degree = factors.reduce((sum, factor) => sum + degreeOf(factor), 0);
  const product = new Float64Array(degree + 1);
  product[0] = 1;
  for (const factor of factors) multiply(product, degree + 1, factor);
  return product;
}
