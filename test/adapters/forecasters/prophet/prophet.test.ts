import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  loadProphet,
  ProphetMissingError,
  type ProphetPeers,
  restoreProphet,
} from '../../../../lib/adapters/forecasters/prophet/index.ts';
import { importPeers } from '../../../../lib/adapters/forecasters/prophet/peers.ts';
import type { Json } from '../../../../lib/domain/forecast/forecaster.ts';
import { hour, series, startMs } from './series.ts';

interface Recorded {
  readonly state: { readonly [key: string]: Json };
  readonly python: readonly { h: number; mean: number; lower: number; upper: number }[];
}
const recorded = JSON.parse(readFileSync(join(__dirname, 'fitted.json'), 'utf8')) as Recorded;
const options = { startMs, stepMs: hour, periods: [24, 168] };

/** Packages whose optimiser finds given numbers, and fails first where it is told to. */
function peersThatFind(params: object, failing = false): { peers: ProphetPeers; algorithms: unknown[] } {
  const algorithms: unknown[] = [];
  // The day, of order 4, as Prophet has it.
  const sines = (ds: number) =>
    [1, 2, 3, 4].flatMap((harmonic) => {
      const angle = (2 * Math.PI * harmonic * ds) / 86_400;
      return [Math.sin(angle), Math.cos(angle)];
    });
  const peers: ProphetPeers = {
    optimizer: {
      optimize(_init, _data, { algorithm }) {
        algorithms.push(algorithm);
        if (failing && algorithm === undefined) throw new Error('line search failed');
        return {
          params: {
            k: 1,
            m: 0.5,
            delta: [0, 0.5],
            beta: [0.2, 0.1, 0, 0, 0, 0, 0, 0],
            sigmaObs: 0.01,
            ...params,
          },
        };
      },
    },
    create: ({ optimizer }) => ({
      addSeasonality: () => undefined,
      fit: ({ ds, y }) => {
        const X = ds.map(sines);
        optimizer.optimize({}, JSON.stringify({ t: [], y, t_change: [0.25, 0.5], X }), {});
      },
    }),
  };
  return { peers, algorithms };
}

describe('a forecast from parameters', () => {
  test("is that of Python's Prophet of the same series, mean and interval", () => {
    const { mean, lower, upper } = restoreProphet(recorded.state).forecast(168, 0.95);
    // The optimisers stop at slightly different places; bounds of Python are drawn at random.
    for (const { h, ...python } of recorded.python) {
      expect(Math.abs((mean[h - 1] ?? 0) - python.mean)).toBeLessThan(0.2);
      expect(Math.abs((lower[h - 1] ?? 0) - python.lower)).toBeLessThan(1.5);
      expect(Math.abs((upper[h - 1] ?? 0) - python.upper)).toBeLessThan(1.5);
    }
  });

  test('moves on with time, and goes on from its state', () => {
    const model = restoreProphet(recorded.state);
    const { mean } = model.forecast(3, 0.9);
    model.update(1);
    model.update(Number.NaN);
    expect(model.next(0.9).mean).toBe(mean[2]);
    const again = restoreProphet(JSON.parse(JSON.stringify(model.state())));
    expect(again.forecast(48, 0.8)).toEqual(model.forecast(48, 0.8));
    expect(JSON.stringify(model.state()).length).toBeLessThan(4000);
  });

  test.each([
    ['beta', [1]],
    ['delta', [1]],
    ['seasons', [[7]]],
    ['endMs', 0],
    ['sigma', -1],
    ['k', null],
    ['kind', 'pool'],
  ])('refuses a state whose %s is damaged', (field, value) => {
    expect(() => restoreProphet({ ...recorded.state, [field]: value })).toThrow(RangeError);
  });

  test('refuses a horizon that is none', () => {
    expect(() => restoreProphet(recorded.state).forecast(0, 0.95)).toThrow('got a horizon of 0 steps');
  });
});

describe('a fit', () => {
  test('finds out which column is of which season, and scales back', async () => {
    const prophet = await loadProphet(async () => peersThatFind({}).peers);
    const y = Float64Array.from({ length: 49 }, (_, t) => (t === 7 ? Number.NaN : 10 + t));
    const result = prophet.fit(y, { ...options, periods: [24] });
    if (result.kind !== 'fitted') throw new Error('too short');
    const { mean } = result.model.forecast(6, 0.95);
    // At 06:00 the sine is 1; the trend is 0.5 + t + 0.5·(t - 0.5) beyond its bend, and the largest value is 58.
    const t = 54 / 48;
    expect(mean[5]).toBeCloseTo(58 * (0.5 + t + 0.5 * (t - 0.5) + 0.2), 9);
  });

  test('refuses seasons of a form that is not known', async () => {
    const { peers } = peersThatFind({});
    const odd: ProphetPeers = {
      ...peers,
      create: ({ optimizer }) => ({
        addSeasonality: () => undefined,
        fit: ({ ds }) => {
          const X = ds.map((time) => [Math.sin(time / 777)]);
          optimizer.optimize({}, JSON.stringify({ t_change: [], X }), {});
        },
      }),
    };
    const prophet = await loadProphet(async () => odd);
    expect(() => prophet.fit(series(), options)).toThrow('1 columns of seasons, of which 0 are known');
  });

  test('asks again by Newton where the usual method fails', async () => {
    const { peers, algorithms } = peersThatFind({}, true);
    const prophet = await loadProphet(async () => peers);
    expect(prophet.fit(series(), options).kind).toBe('fitted');
    expect(algorithms).toEqual([undefined, 'newton']);
  });

  test('a constant needs no optimiser, few values are too short', async () => {
    const { peers, algorithms } = peersThatFind({});
    const prophet = await loadProphet(async () => peers);
    const result = prophet.fit(new Float64Array(50).fill(7), options);
    if (result.kind !== 'fitted') throw new Error('too short');
    expect([...result.model.forecast(2, 0.95).mean]).toEqual([7, 7]);
    expect(algorithms).toEqual([]);
    expect(prophet.fit(new Float64Array(9).fill(7), options)).toMatchObject({ kind: 'too_short', got: 9 });
  });

  test('without its packages it says which to install', async () => {
    const failing = (error: unknown) => {
      const absent = () => Promise.reject(error);
      return loadProphet(() => importPeers({ augurs: absent, stan: absent }));
    };
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(failing(missing)).rejects.toThrow(ProphetMissingError);
    await expect(failing(missing)).rejects.toThrow(
      /npm install @bsull\/augurs@\S+ @bsull\/augurs-prophet-wasmstan@/,
    );
    const broken = new Error('out of memory');
    await expect(failing(broken)).rejects.toBe(broken);
  });
});

test('the packages themselves fit the series as recorded', () => {
  // In a process of its own: they are modules that Jest's own loader cannot take.
  const code = `
    const { loadProphet } = await import('./lib/adapters/forecasters/prophet/index.ts');
    const { series, startMs, hour } = await import('./test/adapters/forecasters/prophet/series.ts');
    const result = (await loadProphet()).fit(series(), { startMs, stepMs: hour, periods: [24, 168] });
    process.stdout.write(JSON.stringify(result.model.state()));`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', code];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  const fresh = restoreProphet(JSON.parse(stdout)).forecast(168, 0.95);
  const known = restoreProphet(recorded.state).forecast(168, 0.95);
  fresh.mean.forEach((value, i) => {
    expect(value / (known.mean[i] ?? 0)).toBeCloseTo(1, 6);
  });
});
