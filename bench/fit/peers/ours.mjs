// Fits one case with the built engine and prints one JSON line.
// usage: node ours.mjs CASE.json ENGINE.js
// `coldMs` is the first fit in this fresh process; `cpuMs` the median and `meanMs` the mean of those after it, the
// compiler's and the collector's threads included. `errorsMs` is the median of the standard errors' own time, which some
// peers' fits include.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [file, engine] = process.argv.slice(2);
const { y, x, order, seasonal } = JSON.parse(readFileSync(file, 'utf8'));
const cpu = (work) => {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
};
const sum = (values) => values.reduce((total, value) => total + value, 0);

const loading = process.cpuUsage();
const { fitArima } = await import(pathToFileURL(resolve(engine)).href);
const loaded = process.cpuUsage(loading);
const values = Float64Array.from(y);
const regressors = (x?.[0] ?? []).map((_, k) => ({
  name: `x${k + 1}`,
  values: Float64Array.from(x, (row) => row[k]),
}));
const fitOnce = () => fitArima(values, { order, seasonal }, { regressors });

let heapBytes = 0;
function weigh() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  heapBytes = Math.max(heapBytes, heapUsed + arrayBuffers);
}

const wall = performance.now();
const cold = cpu(fitOnce);
const coldWallMs = performance.now() - wall;
weigh();
const warm = [];
const errors = [];
if (cold.ms < 5000) {
  for (let spent = 0; warm.length < 5 || (spent < 3000 && warm.length < 10_000); spent += warm.at(-1)) {
    warm.push(cpu(fitOnce).ms);
    if (warm.length % 50 === 1) weigh();
  }
  for (let spent = 0; errors.length < 3 || (spent < 1000 && errors.length < 1000); spent += errors.at(-1)) {
    const model = fitOnce();
    errors.push(cpu(() => model.standardErrors()).ms);
  }
}
const sorted = (warm.length === 0 ? [cold.ms] : warm).toSorted((a, b) => a - b);
const { logLikelihood, parameters, iterations, evaluations, converged } = cold.result;
const report = {
  llf: logLikelihood,
  params: parameters.filter(({ name }) => name !== 'sigma2').map(({ value }) => value),
  cpuMs: sorted[sorted.length >> 1],
  meanMs: sum(sorted) / sorted.length,
  coldMs: cold.ms,
  coldWallMs,
  loadMs: (loaded.user + loaded.system) / 1000,
  errorsMs: errors.toSorted((a, b) => a - b)[errors.length >> 1],
  heapMb: heapBytes / 2 ** 20,
  fits: Math.max(1, warm.length),
  iterations,
  evaluations,
  converged,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
