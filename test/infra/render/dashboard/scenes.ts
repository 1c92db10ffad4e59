import { rules } from '../../../../lib/domain/catalogue/index.ts';
import { type PagesInput, renderPages } from '../../../../lib/infra/render/dashboard/index.ts';
import { expressCluster, standardCluster } from '../clusters.ts';

export const allPages = ['overview', 'brokers', 'topics', 'consumers', 'forecasts', 'costs', 'tidewatch'];
export const widgetArn = 'arn:aws:lambda:eu-west-1:111122223333:function:widget';

/** An environment of one Standard and one Express cluster at home, with every page. */
export const input: PagesInput = {
  environment: 'dev',
  home: { account: '111122223333', region: 'eu-west-1' },
  clusters: [standardCluster, expressCluster],
  selected: [],
  rules,
  widgetArn,
  pages: allPages,
  nameOf: (page) => `tidewatch-dev-${page}`,
  alarmArns: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:tidewatch/dev/orders/offline_partitions'],
  parts: {
    functions: { collect: 'collect-1', assess: 'assess-1' },
    queues: { assess: 'assess-queue' },
    deadLetters: { assess: 'assess-dead' },
    topics: { critical: 'critical-topic' },
    stateMachines: { train: 'arn:aws:states:eu-west-1:111122223333:stateMachine:train' },
    tables: { incidents: 'incidents-1' },
  },
  estimate: { lines: [{ what: 'polls | all', monthlyUsd: 12 }], asOf: '2026-11', budgetUsd: 50 },
};

/** The body of one page. */
export function bodyOf(page: string, changes: Partial<PagesInput> = {}) {
  const found = renderPages({ ...input, ...changes, pages: [page] })[0];
  if (!found) throw new Error(`no page ${page}`);
  return found.body;
}

/** Every expression of a value, however deep. */
export function expressionsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'expression' && typeof inner === 'string' ? [inner] : expressionsIn(inner),
  );
}
