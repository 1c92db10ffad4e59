import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The parameters that the optimiser found, as it names them. */
export interface StanParameters {
  readonly k: number;
  readonly m: number;
  readonly delta: ArrayLike<number>;
  readonly beta: ArrayLike<number>;
  readonly sigmaObs: number;
}

/** What Prophet's optimiser is, as far as it is used here. */
export interface StanOptimizer {
  optimize(
    init: unknown,
    data: string,
    options: { readonly algorithm?: string },
  ): { readonly params: StanParameters };
}

/** A season that Prophet does not know by itself. */
export interface CustomSeason {
  readonly period: number;
  readonly fourierOrder: number;
}

/** Prophet, as far as it is used here. */
export interface ProphetInstance {
  addSeasonality(name: string, season: CustomSeason): void;
  fit(data: { readonly ds: number[]; readonly y: number[] }): void;
}

/** The two packages that make Prophet run. */
export interface ProphetPeers {
  create(options: {
    readonly optimizer: StanOptimizer;
    readonly uncertaintySamples: number;
  }): ProphetInstance;
  readonly optimizer: StanOptimizer;
}

/** Prophet is asked for and not installed. */
export class ProphetMissingError extends Error {
  override readonly name = 'ProphetMissingError';

  constructor(cause: unknown) {
    super(
      'Prophet is not installed: npm install @bsull/augurs@0.10 @bsull/augurs-prophet-wasmstan@0.2 beside tidewatch',
      { cause },
    );
  }
}

const packages = {
  augurs: () => import('@bsull/augurs/prophet'),
  stan: () => import('@bsull/augurs-prophet-wasmstan'),
};

/** Loads the packages, which are optional: 3.3 MB that only those who ask for Prophet need.
 *  @throws ProphetMissingError when one of them is not installed */
export async function importPeers(from: typeof packages = packages): Promise<ProphetPeers> {
  try {
    const [augurs, stan] = await Promise.all([from.augurs(), from.stan()]);
    const folder = dirname(createRequire(import.meta.url).resolve('@bsull/augurs/prophet'));
    augurs.initSync({ module: await readFile(join(folder, 'prophet_bg.wasm')) });
    const { Prophet } = augurs as unknown as { Prophet: new (options: object) => ProphetInstance };
    return {
      create: (options) => new Prophet(options),
      optimizer: stan.optimizer as unknown as StanOptimizer,
    };
  } catch (error) {
    const code = (error as { readonly code?: unknown } | null)?.code;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') throw new ProphetMissingError(error);
    throw error;
  }
}
