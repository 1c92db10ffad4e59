import { buildSync } from 'esbuild';
import { buildOptionsOf, bundleLimit, entryOf } from '../../lib/infra/bundling.ts';
import { stageNames } from '../../lib/infra/config/names.ts';

const stores = ['dynamodb', 'timestream-influxdb', 'timestream-liveanalytics'] as const;

/** The function's bundle as the stacks make it, without its source map. */
function bundleOf(stage: string, store: string) {
  const { metafile, outputFiles } = buildSync({
    ...buildOptionsOf(entryOf(stage), store),
    sourcemap: false,
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const outputs = Object.values(metafile.outputs);
  const inputs = outputs.flatMap((output) =>
    Object.entries(output.inputs).map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput })),
  );
  const used = inputs.filter((one) => one.bytes > 0).map(({ path }) => path);
  return { inputs, used: used.join('\n'), bytes: outputFiles[0]?.contents.length ?? 0 };
}

test.each(stageNames)(
  "%s is small, and carries neither the laptop's store nor the Kafka client nor the CDK",
  (stage) => {
    const { used, bytes } = bundleOf(stage, 'dynamodb');
    expect(used).toContain('@aws-sdk/');
    for (const unwanted of [
      '@duckdb',
      'kafkajs',
      'aws-cdk-lib',
      'node_modules/zod',
      'node_modules/yaml',
      'date-holidays',
      '@bsull',
    ])
      expect(used).not.toContain(unwanted);
    // A small bundle is a quick cold start.
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(bundleLimit);
  },
);

test.each(stores)(
  'a function carries the adapter of its store, %s, and constants at most of the others',
  (store) => {
    const { inputs } = bundleOf('assess', store);
    for (const other of stores) {
      const folder = other === 'dynamodb' ? 'dynamodb/points' : other;
      const bytes = inputs
        .filter(({ path }) => path.startsWith(`lib/adapters/stores/${folder}/`))
        .reduce((sum, one) => sum + one.bytes, 0);
      expect([other, bytes > 2_000]).toEqual([other, other === store]);
    }
  },
);
