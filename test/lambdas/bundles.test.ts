import { join } from 'node:path';
import { buildSync } from 'esbuild';

const stages = ['collect', 'forecast', 'detect', 'route'] as const;

test.each(stages)("%s carries neither the laptop's store nor the Kafka client nor the CDK", (stage) => {
  const { metafile, outputFiles } = buildSync({
    entryPoints: [join('lambdas', stage, 'index.ts')],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  const packages = Object.keys(metafile.inputs).join('\n');
  expect(packages).toContain('@aws-sdk/');
  for (const unwanted of ['@duckdb', 'kafkajs', 'aws-cdk-lib', 'node_modules/zod', 'node_modules/yaml'])
    expect(packages).not.toContain(unwanted);
  // A small bundle is a quick cold start.
  expect(outputFiles[0]?.contents.length ?? 0).toBeLessThan(1_500_000);
});
