// Fits one case with the npm package `arima` (a C library compiled to WebAssembly) and prints one JSON line.
// usage: node npm-peer.mjs PEER CASE.json NODE_MODULES      PEER: npm_ml (exact, its default optimiser) or npm_css
// The package returns no coefficients: they are read, six digits each, from what a last untimed fit prints.
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [peer, file, modules] = process.argv.slice(2);
const Arima = createRequire(import.meta.url)(resolve(modules, 'arima'));
const { y, x, order, seasonal } = JSON.parse(readFileSync(file, 'utf8'));
const [p, d, q] = order;
const [P, D, Q, s] = seasonal;
const options = { p, d, q, P, D, Q, s, method: peer === 'npm_css' ? 1 : 0, optimizer: 6, transpose: true };

function fitOnce(verbose) {
  const model = new Arima({ ...options, verbose });
  if (x) model.fit(y, x);
  else model.fit(y);
  model.destroy?.();
}

function cpuMs() {
  const before = process.cpuUsage();
  fitOnce(false);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function printed() {
  let text = '';
  process.stdout.write = (chunk) => {
    text += chunk;
    return true;
  };
  console.log = (...words) => {
    text += `${words.join(' ')}\n`;
  };
  fitOnce(true);
  return text;
}

const first = cpuMs();
const repeats = first < 5000 ? Math.max(1, Math.min(20, Math.floor(4000 / Math.max(first, 1)))) : 0;
const times = repeats === 0 ? [first] : Array.from({ length: repeats }, cpuMs);
times.sort((a, b) => a - b);
const text = printed();
const grab = (name, sign) =>
  [...text.matchAll(new RegExp(`^\\s*${name}\\s+(\\S+)`, 'gm'))].map((match) => sign * Number(match[1]));
const report = {
  llf: Number(/Log Likelihood\s*:\s*(\S+)/.exec(text)?.[1]),
  // Its moving averages are those of a minus sign.
  params: [
    ...grab('EXOG', 1),
    ...grab('AR\\d+', 1),
    ...grab('MA\\d+', -1),
    ...grab('SAR\\d+', 1),
    ...grab('SMA\\d+', -1),
  ],
  cpuMs: times[times.length >> 1],
  fits: times.length,
};
const error = Number.isFinite(report.llf) ? undefined : `its log-likelihood is ${report.llf}`;
writeSync(1, `${JSON.stringify({ ...report, error })}\n`);
