import type { ArimaSpec, Regressor } from '../../../../lib/domain/forecast/arima/spec.ts';
import { plainModel } from './plain-model.ts';
import { integrated } from './random-models.ts';
import { normals } from './seeded-random.ts';

/** Values before the series that let the process forget where it began. */
const warmUp = 300;

/** A series that the model has made, from normal innovations. */
export function simulatedSeries(
  uniform: () => number,
  n: number,
  spec: ArimaSpec,
  parameters: readonly number[],
  regressors: readonly Regressor[] = [],
): Float64Array {
  const {
    phi,
    theta,
    delta,
    powers,
    trend,
    beta,
    sigma2 = 1,
  } = plainModel(spec, parameters, regressors.length);
  const normal = normals(uniform);
  const e = Float64Array.from({ length: n + warmUp }, () => Math.sqrt(sigma2) * normal());
  const w = new Float64Array(n + warmUp);
  for (let t = 0; t < w.length; t++) {
    for (let j = 0; j < theta.length && j <= t; j++) w[t] = w[t]! + theta[j]! * e[t - j]!;
    for (let j = 1; j < phi.length && j <= t; j++) w[t] = w[t]! - phi[j]! * w[t - j]!;
  }
  const lost = delta.length - 1;
  const changes = Float64Array.from({ length: n }, (_, t) => {
    const mean = powers.reduce((sum, power, i) => sum + trend[i]! * (t - lost + 1) ** power, 0);
    return w[t + warmUp]! + (t < lost ? 0 : mean);
  });
  return integrated(changes, delta, n).map(
    (value, t) => value + regressors.reduce((sum, { values }, i) => sum + beta[i]! * values[t]!, 0),
  );
}
