import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { buildOptionsOf } from '../../lib/infra/bundling.ts';
import { sizes } from '../../lib/infra/pipeline/sizes.ts';
import { outputOf } from './process.ts';
import { startServer } from './server.ts';
import type { UnitMeasure, UnitStage } from './unit.ts';

/** In the order in which they must run. */
const unitStages: readonly UnitStage[] = [
  'seed',
  'train',
  'plan',
  'collect',
  'assess',
  'evaluate',
  'project',
  'arima',
];

export interface StageUnits extends UnitMeasure {
  readonly stage: UnitStage;
  /** Memory of the function, in MB. */
  readonly memoryMb: number;
}

/** Memory of the function that does it. */
function memoryOf(stage: UnitStage): number {
  if (stage === 'seed') return 4096;
  return sizes[stage === 'plan' || stage === 'arima' ? 'train' : stage].memoryMb;
}

/**
 * What each stage takes for so many series of one part of a cluster, each in a process of its own with a heap as
 * in its function.
 * @throws Error when a stage fails
 */
export async function measureUnits(
  folder: string,
  count: number,
  arimaSeries: number,
  onProgress: (line: string) => void,
): Promise<readonly StageUnits[]> {
  const script = join(folder, 'unit.js');
  buildSync({ ...buildOptionsOf(join('bench', 'lambda', 'unit.ts'), 'dynamodb'), outfile: script });
  const server = await startServer();
  const measured: StageUnits[] = [];
  try {
    const nowMs = Math.floor(Date.now() / 300_000) * 300_000;
    for (const stage of unitStages) {
      const memoryMb = memoryOf(stage);
      const asked = stage === 'arima' ? arimaSeries : count;
      if (asked === 0) continue;
      const unit = await runUnit({ script, stage, asked, memoryMb, url: server.url, nowMs });
      onProgress(`${stage}: ${unit.cpuMs.toFixed(0)} ms of CPU for ${unit.series} series`);
      if (stage !== 'seed') measured.push({ stage, memoryMb, ...unit });
    }
  } finally {
    await server.close();
  }
  return measured;
}

interface Unit {
  readonly script: string;
  readonly stage: UnitStage;
  readonly asked: number;
  readonly memoryMb: number;
  readonly url: string;
  readonly nowMs: number;
}

async function runUnit({ script, stage, asked, memoryMb, url, nowMs }: Unit): Promise<UnitMeasure> {
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: url,
    TIDEWATCH_POINT_TABLE: 'points',
    TIDEWATCH_POINT_DAYS: '63',
    TIDEWATCH_MODEL_BUCKET: 'models',
    BENCH_NOW_MS: String(nowMs),
  };
  const flags = [`--max-old-space-size=${Math.floor(memoryMb * 0.9)}`, '--enable-source-maps'];
  return JSON.parse(await outputOf([...flags, script, stage, String(asked)], env)) as UnitMeasure;
}
