// The engine's own exact log-likelihood of coefficients that any peer found; the twin of reference.py.
// usage: node reference.mjs CASE.json ENGINE.js   with lines of JSON arrays on standard input
// Prints a number or null (no exact likelihood, such as not stationary) for each.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [file, engine] = process.argv.slice(2);
const { evaluateArima, ArimaError } = await import(pathToFileURL(resolve(engine)).href);
const { y, x, order, seasonal } = JSON.parse(readFileSync(file, 'utf8'));
const values = Float64Array.from(y);
const regressors = (x?.[0] ?? []).map((_, k) => ({
  name: `x${k + 1}`,
  values: Float64Array.from(x, (row) => row[k]),
}));

/** Every partial autocorrelation is below 1 (Levinson's recursion, backwards). The engine gives the formula's value for
 *  some coefficients that no process has, as Stata does; here only processes count. */
function isStationary(factor) {
  let ar = [...factor];
  while (ar.length > 0) {
    const last = ar.at(-1);
    if (Math.abs(last) >= 1) return false;
    const rest = ar.slice(0, -1);
    ar = rest.map((value, i) => (value + last * rest[rest.length - 1 - i]) / (1 - last * last));
  }
  return true;
}

const [p, , q] = order;
function logLikelihood(params) {
  const ar = params.slice(regressors.length, regressors.length + p);
  const seasonalAr = params.slice(regressors.length + p + q, regressors.length + p + q + seasonal[0]);
  if (!isStationary(ar) || !isStationary(seasonalAr)) return null;
  try {
    return evaluateArima(values, { order, seasonal }, params, { regressors }).logLikelihood;
  } catch (error) {
    if (error instanceof ArimaError) return null;
    throw error;
  }
}

for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  console.log(JSON.stringify(logLikelihood(JSON.parse(line))));
}
