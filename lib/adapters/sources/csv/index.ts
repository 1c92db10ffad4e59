import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { signalById } from '../../../domain/catalogue/signals/index.ts';
import { type Cluster, clusterId } from '../../../domain/cluster.ts';
import { downsample, slice } from '../../../domain/series/resample.ts';
import { type Problem, type Samples, samplesOf } from '../../../domain/series/samples.ts';
import { ConfigError } from '../../../ports/errors.ts';
import type { MetricSource, ReadRequest } from '../../../ports/metric-source.ts';
import { type CsvText, parseFile, type Track } from './parse-file.ts';
import { createTally } from './tally.ts';

export interface CsvOptions {
  /** Files to replay. @default - the text */
  readonly path?: string | readonly string[];
  /** CSV itself, in place of files. @default - the files */
  readonly text?: string;
  /** Cluster of the series that name none. @default 'csv' */
  readonly clusterName?: string;
  /** Name or catalogue key of the series of files without a series column. @default the file's name */
  readonly series?: string;
}

export interface CsvSource extends MetricSource {
  /** From the first point to just after the last one of all files, so that a clock can be set to them;
   *  `undefined` when there is no point. */
  span(): Promise<{ readonly fromMs: number; readonly toMs: number } | undefined>;
}

interface Loaded {
  readonly samples: readonly Samples[];
  readonly problems: readonly Problem[];
}

/**
 * Replays CSV files: see README.md. They are read once, at the first need, and held in memory; what is
 * wrong with them is told with the first answer after that. A file that cannot be read is tried again.
 * @throws ConfigError when no file or text is given, a file does not exist, or the cluster's name has a slash
 */
export function createCsvSource(options: CsvOptions): CsvSource {
  checkOptions(options);
  const cluster = clusterId('local', 'local', options.clusterName ?? 'csv');
  let loading: Promise<Loaded> | undefined;
  let untold: readonly Problem[] = [];

  async function load(): Promise<readonly Samples[]> {
    loading ??= loadAll(options, cluster).then((loaded) => {
      untold = loaded.problems;
      return loaded;
    });
    const { samples, problems } = await loading;
    if (problems.some((problem) => problem.kind === 'unreadable')) loading = undefined;
    return samples;
  }

  function tell(): readonly Problem[] {
    const problems = untold;
    untold = [];
    return problems;
  }

  return {
    id: 'csv',
    hasHistory: true,
    async discover() {
      const samples = await load();
      const series = samples.map((one) => one.series);
      return { clusters: clustersOf(samples, cluster), series, problems: tell() };
    },
    async read(request) {
      const samples = await load();
      return { samples: samples.flatMap((one) => pointsOf(one, request)), problems: tell() };
    },
    close: async () => {},
    span: async () => spanOf(await load()),
  };
}

function checkOptions({ path, text, clusterName }: CsvOptions): void {
  const paths = pathsOf(path);
  const problems = paths.filter((one) => statSync(one, { throwIfNoEntry: false })?.isFile() !== true);
  const all = [
    ...problems.map((one) => `csv: there is no file ${one}: give the path of a CSV file`),
    ...(paths.length === 0 && text === undefined
      ? ['csv: nothing to replay: give the path of a CSV file']
      : []),
    ...(clusterName === '' || clusterName?.includes('/')
      ? [`csv: clusterName is "${clusterName}": give a name without slashes`]
      : []),
  ];
  if (all.length > 0) throw new ConfigError(all);
}

function pathsOf(path: CsvOptions['path']): readonly string[] {
  if (path === undefined) return [];
  return typeof path === 'string' ? [path] : path;
}

async function loadAll(options: CsvOptions, cluster: string): Promise<Loaded> {
  const tracks = new Map<string, Track>();
  const problems: Problem[] = [];
  const takeIn = (file: string, text: string, seriesName: string) => {
    const input: CsvText = { file, text, seriesName: options.series ?? seriesName, cluster };
    problems.push(...parseFile(input, tracks));
  };
  if (options.text !== undefined) takeIn('text', options.text, 'value');
  for (const path of pathsOf(options.path)) {
    try {
      takeIn(path, await readFile(path, 'utf8'), basename(path, extname(path)));
    } catch (error) {
      const tally = createTally(path);
      tally.add('unreadable', 0, error instanceof Error ? error.message : String(error));
      problems.push(...tally.problems());
    }
  }
  return { samples: samplesOfTracks(tracks), problems };
}

function samplesOfTracks(tracks: ReadonlyMap<string, Track>): Samples[] {
  return [...tracks.values()]
    .filter(({ points }) => points.size > 0)
    .map(({ series, points }) => samplesOf(series, [...points]).samples);
}

/** Steps of a coarser `stepMs` that begin in the range, each of all its points. */
function pointsOf(samples: Samples, { fromMs, toMs, stepMs, keys }: ReadRequest): Samples[] {
  const { key, signal } = samples.series;
  if (keys !== undefined && !keys.has(key)) return [];
  const align = (timeMs: number) => (stepMs === undefined ? timeMs : Math.ceil(timeMs / stepMs) * stepMs);
  const within = slice(samples, align(fromMs), align(toMs));
  if (within.timesMs.length === 0) return [];
  return [
    stepMs === undefined ? within : downsample(within, stepMs, signalById(signal)?.rollup ?? 'average'),
  ];
}

function clustersOf(samples: readonly Samples[], fallback: string): Cluster[] {
  const entities = samples.map(({ series }) => series.entity);
  const ids = entities.length === 0 ? [fallback] : [...new Set(entities.map((entity) => entity.cluster))];
  return ids.map((id) => {
    const [account = '', region = '', name = ''] = id.split('/');
    const brokers = entities.flatMap((e) => (e.cluster === id && e.broker !== undefined ? [e.broker] : []));
    const brokerIds = [...new Set(brokers)].sort();
    return { id, name, account, region, type: 'self_managed', brokerIds };
  });
}

function spanOf(samples: readonly Samples[]): { fromMs: number; toMs: number } | undefined {
  const first = samples.map(({ timesMs }) => timesMs[0] ?? Number.POSITIVE_INFINITY);
  const last = samples.map(({ timesMs }) => timesMs.at(-1) ?? Number.NEGATIVE_INFINITY);
  if (samples.length === 0) return undefined;
  return { fromMs: Math.min(...first), toMs: Math.max(...last) + 1 };
}
