import { ConditionalSquares } from '../../../../../lib/domain/forecast/arima/conditional-squares.ts';
import { Descent } from '../../../../../lib/domain/forecast/arima/descent.ts';
import { estimate } from '../../../../../lib/domain/forecast/arima/estimate.ts';
import { ExactLikelihood } from '../../../../../lib/domain/forecast/arima/exact-likelihood.ts';
import { hannanRissanen } from '../../../../../lib/domain/forecast/arima/hannan-rissanen.ts';
import type { Objective, Shape } from '../../../../../lib/domain/forecast/arima/objective.ts';
import { Partials } from '../../../../../lib/domain/forecast/arima/partials.ts';
import type { ArimaSpec } from '../../../../../lib/domain/forecast/arima/spec.ts';
import { expectAllClose } from '../closeness.ts';
import { normals, seededUniform } from '../seeded-random.ts';
import { simulatedSeries } from '../simulated-series.ts';

const lags = (...list: number[]) => Int32Array.from(list);

/** Coefficients that the search moves as they are, free of bounds. */
const free: Shape = { ar: [lags(1, 3)], ma: [] };
/** Two coefficients, each held between −1 and 1. */
const boxed: Shape = { ar: [lags(1), lags(4)], ma: [] };

/** Half the sum of squared residuals, with their slopes: enough for every part of an objective. */
class SumOfSquares implements Objective {
  readonly parameters = 2;
  readonly observations = 2;
  readonly seen: number[] = [];
  private at = new Float64Array(2);
  private readonly residuals: (x: number, y: number) => readonly number[];
  private readonly slopes: (x: number, y: number) => readonly (readonly [number, number])[];

  constructor(
    residuals: (x: number, y: number) => readonly number[],
    slopes: (x: number, y: number) => readonly (readonly [number, number])[],
  ) {
    this.residuals = residuals;
    this.slopes = slopes;
  }

  evaluate(parameters: Float64Array): number {
    this.at = parameters.slice();
    const value = this.residuals(this.at[0]!, this.at[1]!).reduce((sum, r) => sum + r * r, 0) / 2;
    this.seen.push(value);
    return value;
  }

  gradient(out: Float64Array): void {
    const residuals = this.residuals(this.at[0]!, this.at[1]!);
    out.fill(0);
    for (const [r, slope] of this.slopes(this.at[0]!, this.at[1]!).entries())
      for (let i = 0; i < 2; i++) out[i] = out[i]! + residuals[r]! * slope[i]!;
  }

  gaussNewton(out: Float64Array): void {
    out.fill(0);
    for (const slope of this.slopes(this.at[0]!, this.at[1]!))
      for (let i = 0; i < 4; i++) out[i] = out[i]! + slope[i >> 1]! * slope[i & 1]!;
  }
}

/** The banana valley of Rosenbrock (1960), whose lowest point is (1, 1). */
const valley = () =>
  new SumOfSquares(
    (x, y) => [10 * (y - x * x), 1 - x],
    (x) => [
      [-20 * x, 10],
      [-1, 0],
    ],
  );

const bowl = (centreX: number, centreY: number) =>
  new SumOfSquares(
    (x, y) => [x - centreX, 2 * (y - centreY)],
    () => [
      [1, 0],
      [0, 2],
    ],
  );

const both = [true, false] as const;

describe.each(both)('a descent (its matrix made anew: %s)', (renew) => {
  const options = { tolerance: 1e-10, renew };

  test('ends at the lowest point of a crooked valley', () => {
    const search = new Descent(valley(), new Partials(free), Float64Array.of(-1.2, 1), options);
    search.run(500);
    expect(search.converged).toBe(true);
    expect(search.value).toBeLessThan(1e-9);
    expectAllClose(search.parameters, [1, 1], 1e-4);
  });

  test('goes down at every step, never up', () => {
    const search = new Descent(valley(), new Partials(free), Float64Array.of(-1.2, 1), options);
    let last = search.value;
    for (let step = 0; step < 300 && !search.done; step++) {
      search.run(1);
      expect(search.value).toBeLessThanOrEqual(last);
      last = search.value;
    }
    expect(search.done).toBe(true);
  });

  test('counts what it asked of the objective', () => {
    const objective = valley();
    const search = new Descent(objective, new Partials(free), Float64Array.of(-1.2, 1), options);
    search.run(500);
    expect(search.evaluations).toBe(objective.seen.length);
    expect(search.iterations).toBe(search.evaluations - 1);
  });

  test('stopped early has not converged, and goes on as if it had not been stopped', () => {
    const start = Float64Array.of(-1.2, 1);
    const stopped = new Descent(valley(), new Partials(free), start, options);
    stopped.run(1);
    expect([stopped.converged, stopped.done]).toEqual([false, false]);
    for (let turn = 0; turn < 250; turn++) stopped.run(2);
    const straight = new Descent(valley(), new Partials(free), start, options);
    straight.run(500);
    expect(stopped.parameters).toEqual(straight.parameters);
    expect(stopped.iterations).toBe(straight.iterations);
  });

  test('ends at a bound where the lowest point lies beyond it', () => {
    const partials = new Partials(boxed);
    const search = new Descent(bowl(3, 0.25), partials, Float64Array.of(0, 0), options);
    search.run(200);
    expect(search.converged).toBe(true);
    expect(search.parameters[0]).toBe(partials.upper[0]);
    expect(search.parameters[1]).toBeCloseTo(0.25, 6);
  });

  test('leaves a bound again where the slope leads away from it', () => {
    const partials = new Partials(boxed);
    const start = Float64Array.of(0.9, 0);
    // Bent so that the first step overshoots the box.
    const curved = new SumOfSquares(
      (x, y) => [Math.atan(4 * (x + 0.5)), y],
      (x) => [
        [4 / (1 + 16 * (x + 0.5) ** 2), 0],
        [0, 1],
      ],
    );
    const search = new Descent(curved, partials, start, options);
    search.run(500);
    expect(search.parameters[0]).toBeCloseTo(-0.5, 4);
    expect(search.converged).toBe(true);
  });

  test('does not move from a point that is the lowest', () => {
    const search = new Descent(bowl(0.3, -0.2), new Partials(boxed), Float64Array.of(0.3, -0.2), options);
    search.run(10);
    expect([search.converged, search.iterations]).toEqual([true, 0]);
  });

  test('with no value at its start is stuck, and says that it has not converged', () => {
    const nowhere = new SumOfSquares(
      () => [Number.NaN],
      () => [[1, 0]],
    );
    const search = new Descent(nowhere, new Partials(boxed), Float64Array.of(0, 0), options);
    search.run(10);
    expect([search.done, search.converged, search.stuck]).toEqual([true, false, true]);
  });

  test('steps back from where there is no value', () => {
    const cliff = new SumOfSquares(
      (x, y) => [x > 0.62 ? Number.NaN : 2 - x, y],
      () => [
        [-1, 0],
        [0, 1],
      ],
    );
    const search = new Descent(cliff, new Partials(boxed), Float64Array.of(0, 0.5), options);
    search.run(400);
    expect(search.done).toBe(true);
    expect(search.value).toBeLessThan(2);
    expect(search.parameters[0]).toBeLessThanOrEqual(0.62);
  });
});

describe('an estimate', () => {
  const shape: Shape = { ar: [lags(1, 2)], ma: [lags(1, 2)] };
  const w = simulatedSeries(seededUniform(5), 300, { order: [2, 0, 2] }, [0.5, 0.3, -0.4, 0.2, 1]);
  const run = (effort = {}) =>
    estimate(new ExactLikelihood(w, [], shape), new ConditionalSquares(w, [], shape), shape, effort);

  test('is the same every time, to the last bit', () => {
    expect(run()).toEqual(run());
  });

  test('ends where no direction slopes', () => {
    const found = run();
    expect(found.converged).toBe(true);
    const exact = new ExactLikelihood(w, [], shape);
    expect(exact.evaluate(found.parameters)).toBe(found.value);
    const gradient = new Float64Array(4);
    exact.gradient(gradient);
    for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(0.02);
  });

  test('from more starts finds the higher of two hills', () => {
    // One start ends on the lower: found by trying seeds.
    const short = simulatedSeries(seededUniform(11), 100, { order: [2, 0, 2] }, [0.5, 0.3, -0.4, 0.2, 1]);
    const [one, two, six] = [1, 2, 6].map((starts) =>
      estimate(new ExactLikelihood(short, [], shape), new ConditionalSquares(short, [], shape), shape, {
        starts,
      }),
    );
    expect(one!.converged).toBe(true);
    expect(two!.value).toBeLessThan(one!.value - 0.4);
    expect(six!.value).toBeCloseTo(two!.value, 6);
    expect(six!.evaluations).toBeGreaterThan(two!.evaluations);
  });

  test('to fewer digits costs less', () => {
    const [rough, fine] = [run({ starts: 1, tolerance: 1 }), run({ starts: 1 })];
    expect(rough.evaluations).toBeLessThan(fine.evaluations);
    expect(rough.value).toBeGreaterThanOrEqual(fine.value);
  });

  test('of nothing to find has converged', () => {
    const none: Shape = { ar: [], ma: [] };
    const found = estimate(new ExactLikelihood(w, [], none), new ConditionalSquares(w, [], none), none);
    expect(found.parameters).toHaveLength(0);
    expect(found.converged).toBe(true);
    expect(found.value).toBeCloseTo(300 * Math.log(w.reduce((sum, x) => sum + x * x, 0) / 300), 8);
  });

  test('of a moving average that was differenced once too often lies on the unit circle', () => {
    const normal = normals(seededUniform(9));
    const e = Float64Array.from({ length: 121 }, () => normal());
    const difference = e.subarray(1).map((value, t) => value - e[t]!);
    const once: Shape = { ar: [], ma: [lags(1)] };
    const found = estimate(
      new ExactLikelihood(difference, [], once),
      new ConditionalSquares(difference, [], once),
      once,
    );
    expect(found.converged).toBe(true);
    expect(found.parameters[0]).toBe(-1);
  });
});

describe('first estimates by regression', () => {
  test.each<[string, ArimaSpec, Shape, readonly number[]]>([
    ['ARMA(1,1)', { order: [1, 0, 1] }, { ar: [lags(1)], ma: [lags(1)] }, [0.5, 0.8]],
    [
      'MA(1) with a season',
      { order: [0, 0, 1], seasonal: [0, 0, 1, 12] },
      { ar: [], ma: [lags(1), lags(12)] },
      [0.8, 0.5],
    ],
  ])('are near the truth on a long series: %s', (_, spec, shape, truth) => {
    const w = simulatedSeries(seededUniform(2), 6000, spec, [...truth, 1]);
    expectAllClose(hannanRissanen(w, shape) ?? [], truth, 0.04);
  });

  test('are least squares where there is no moving average', () => {
    const w = simulatedSeries(seededUniform(2), 3000, { order: [2, 0, 0] }, [0.6, 0.2, 1]);
    expectAllClose(hannanRissanen(w, { ar: [lags(1, 2)], ma: [] }) ?? [], [0.6, 0.2], 0.04);
  });

  test('need a series that is long enough', () => {
    const shape: Shape = { ar: [lags(1)], ma: [lags(1), lags(24)] };
    expect(
      hannanRissanen(simulatedSeries(seededUniform(2), 60, { order: [0, 0, 0] }, [1]), shape),
    ).toBeUndefined();
  });

  test('do not exist for a series of zeros', () => {
    expect(hannanRissanen(new Float64Array(200), { ar: [lags(1)], ma: [lags(1)] })).toBeUndefined();
  });
});
