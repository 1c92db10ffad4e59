const golden = (3 - Math.sqrt(5)) / 2;

/**
 * Where a function of one variable is least between two bounds: golden sections, with a parabola where it helps.
 * Finds a local minimum when there are several. At most 200 evaluations.
 * @param tolerance absolute, on x. @default 1e-8
 * Source: Brent (1973), Algorithms for Minimization without Derivatives, chapter 5.
 */
export function minimiseScalar(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 1e-8,
): { readonly x: number; readonly value: number } {
  let a = low;
  let b = high;
  let x = a + golden * (b - a);
  let w = x;
  let v = x;
  let fx = f(x);
  let fw = fx;
  let fv = fx;
  let step = 0;
  let before = 0;
  for (let i = 0; i < 200; i++) {
    const middle = (a + b) / 2;
    if (Math.abs(x - middle) + (b - a) / 2 <= 2 * tolerance) break;
    const r = (x - w) * (fx - fv);
    const q = (x - v) * (fx - fw);
    const top = (x - v) * q - (x - w) * r;
    const bottom = 2 * (q - r);
    const parabola = bottom === 0 ? Number.NaN : -top / bottom;
    const isInside = x + parabola > a && x + parabola < b;
    if (isInside && Math.abs(parabola) < Math.abs(before) / 2) {
      before = step;
      step = parabola;
    } else {
      before = (x < middle ? b : a) - x;
      step = golden * before;
    }
    const u = x + (Math.abs(step) >= tolerance ? step : Math.sign(step || 1) * tolerance);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return { x, value: fx };
}
