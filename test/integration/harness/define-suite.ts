import type { Tools } from './tools.ts';

/** One thing that must hold, tried on what the suite has set up. Tests run in order; each may build on the ones before. */
export interface IntegrationTest<Stage> {
  /** A sentence: what holds under which condition. */
  readonly name: string;
  /** @default 120000 */
  readonly limitMs?: number;
  run(stage: Stage): Promise<void>;
}

export interface Suite<Stage> {
  /** What `npm run test:integration -- NAME` calls it; the name of its folder. */
  readonly name: string;
  readonly title: string;
  /** Longest time for set-up, first-time installs included. @default 600000 */
  readonly setupLimitMs?: number;
  /** Installs and starts what the tests share. What it starts by `tools` is stopped at the end by itself. */
  setup(tools: Tools): Promise<Stage>;
  readonly tests: readonly IntegrationTest<Stage>[];
}

/** A suite whose stage is its own business: what the runner runs. */
export interface RunnableSuite {
  readonly name: string;
  readonly title: string;
  readonly setupLimitMs: number;
  prepare(tools: Tools): Promise<readonly RunnableTest[]>;
  readonly testNames: readonly string[];
}

export interface RunnableTest {
  readonly name: string;
  readonly limitMs: number;
  run(): Promise<void>;
}

export function defineSuite<Stage>(suite: Suite<Stage>): RunnableSuite {
  const { name, title, setupLimitMs = 600_000, tests } = suite;
  return {
    name,
    title,
    setupLimitMs,
    testNames: tests.map((test) => test.name),
    async prepare(tools) {
      const stage = await suite.setup(tools);
      return tests.map((test) => ({
        name: test.name,
        limitMs: test.limitMs ?? 120_000,
        run: () => test.run(stage),
      }));
    },
  };
}

/** Thrown by set-up or a test that cannot run on this machine: reported with its reason, and no failure. */
export class Skip extends Error {
  override readonly name = 'Skip';
}
