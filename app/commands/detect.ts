import { type Command, Option } from 'commander';
import { panel } from '../../lib/domain/anomaly/decisions/index.ts';
import type { Detector } from '../../lib/domain/anomaly/detector.ts';
import { detectorById, detectors } from '../../lib/domain/anomaly/registry.ts';
import type { Forecaster } from '../../lib/domain/forecast/forecaster.ts';
import { forecasterById, forecasters } from '../../lib/domain/forecast/registry.ts';
import { seasonalNaive } from '../../lib/domain/forecast/seasonal-naive/index.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { parseDuration } from '../durations.ts';
import { detectSvg } from '../plot/detect-svg.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { chartOf, type DetectTitle, detectCsv, detectJson, detectWords } from './detect-output.ts';
import { eachSeries } from './each-series.ts';
import { optionValue, parseLevel, parsePeriods, refuseValue } from './option-values.ts';
import { type DetectedSeries, type DetectRequest, runDetect } from './run-detect.ts';
import { readSeriesFile, type SeriesFile } from './series-file.ts';

interface DetectCommandOptions {
  readonly detector: DetectorChoice;
  readonly budget: number;
  readonly model: Forecaster;
  readonly level: number;
  readonly leastEffect: number;
  readonly period?: readonly number[];
  readonly row: number;
  readonly min?: number;
  readonly max?: number;
  readonly series?: string;
  readonly value?: string;
  readonly json: boolean;
  readonly csv: boolean;
  readonly plot?: string;
}

interface DetectorChoice {
  readonly name: string;
  readonly detectors: readonly Detector[];
}

const everyone: DetectorChoice = { name: 'panel', detectors: panel };

const examples = `
Examples:
  tidewatch detect orders.csv
  tidewatch detect lag.csv --budget 4 --plot lag.svg
  tidewatch detect cpu.csv --detector quiet,residual-z --min 0 --max 100 --csv

Each point is judged by those before it alone: the rows of a file's first half come out alike with the whole file. What is
told is an event: from, to, the value farthest from what was expected, and who found it.`;

export function addDetectCommand(program: Command, io: CommandIo = processIo()): void {
  program
    .command('detect')
    .description('find what is not normal in the series of a CSV file: events, or a verdict on each point')
    .argument('<file>', 'CSV file')
    .addOption(
      new Option(
        '--detector <names>',
        `panel (${panel.map(({ id }) => id).join(' and ')}: what the service judges by), or some of ${ids()}, separated by commas`,
      )
        .argParser(optionValue('--detector', parseDetectors))
        .default(everyone, everyone.name),
    )
    .option(
      '--budget <alarms>',
      'false alarms a series and month that are put up with',
      optionValue('--budget', parseBudget),
      1,
    )
    .addOption(
      new Option('--model <name>', 'forecaster of what is expected, one step ahead')
        .argParser(optionValue('--model', parseForecaster))
        .default(seasonalNaive, seasonalNaive.id),
    )
    .option(
      '--period <steps>',
      'season lengths in steps, like 24,168; by default a day and a week, of months a year',
      optionValue('--period', parsePeriods),
    )
    .option('--level <percent>', 'coverage of the interval', optionValue('--level', parseLevel), 95)
    .option(
      '--least-effect <percent>',
      'differences below this share of what was expected are no anomaly',
      optionValue('--least-effect', parseShare),
      5,
    )
    .addOption(
      new Option('--row <duration>', 'length of a step of a file without timestamps')
        .argParser(optionValue('--row', parseDuration))
        .default(300_000, '5m'),
    )
    .option('--min <value>', 'least value that is possible', optionValue('--min', parseBound))
    .option('--max <value>', 'greatest value that is possible', optionValue('--max', parseBound))
    .option('--series <name>', 'only this series of a file of several')
    .option('--value <column>', 'column of the values, where its name does not say so')
    .option('--json', 'print a line of JSON a series: events and points', false)
    .option('--csv', 'print timestamp,value,expected,lower,upper,score,anomaly', false)
    .option(
      '--plot <file>',
      'draw one series into a file that ends in .svg',
      optionValue('--plot', parsePlot),
    )
    .addHelpText('after', examples)
    .action((file: string, options: DetectCommandOptions) => detectFile(file, options, io));
}

function ids(): string {
  return detectors.map(({ id }) => id).join(', ');
}

function parseDetectors(text: string): DetectorChoice {
  const names = text.split(',').map((name) => name.trim());
  if (text.trim() === everyone.name) return everyone;
  const chosen = names.flatMap((name) => detectorById(name) ?? []);
  if (chosen.length < names.length || new Set(names).size < names.length)
    refuseValue(text, `${everyone.name}, or some of ${ids()}, each once, separated by commas`);
  return { name: names.join(' and '), detectors: chosen };
}

function parseForecaster(text: string): Forecaster {
  const found = forecasterById(text.trim());
  return found ?? refuseValue(text, `one of ${forecasters.map(({ id }) => id).join(', ')}`);
}

function parseBudget(text: string): number {
  const budget = numberOf(text);
  if (!(budget > 0 && budget <= 1000)) refuseValue(text, 'alarms a month, above 0 and up to 1000, like 1');
  return budget;
}

function parseShare(text: string): number {
  const share = numberOf(text);
  if (!(share >= 0 && share <= 1000)) refuseValue(text, 'a percentage from 0 up, like 5');
  return share;
}

function parseBound(text: string): number {
  const bound = numberOf(text);
  if (!Number.isFinite(bound)) refuseValue(text, 'a number, like 100');
  return bound;
}

function parsePlot(text: string): string {
  return /\.svg$/i.test(text) ? text : refuseValue(text, 'a file that ends in .svg');
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

async function detectFile(path: string, options: DetectCommandOptions, io: CommandIo): Promise<void> {
  refuseClashes(options);
  const request = requestOf(options);
  const file = await readSeriesFile(path, options);
  if (options.plot !== undefined) refuseMany(file, path, options.plot);
  await eachSeries(
    path,
    file,
    io,
    (series) => runDetect(series, request),
    (all) => show(all, options, io),
  );
}

function requestOf(options: DetectCommandOptions): DetectRequest {
  const { detector, budget, model, level, leastEffect, period, row, min, max } = options;
  const range = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  return {
    detectors: detector.detectors,
    forecaster: model,
    budget,
    level: level / 100,
    leastEffect: leastEffect / 100,
    rowMs: row,
    ...(period && { period }),
    ...((min ?? max) !== undefined && { range }),
  };
}

/** @throws ConfigError with everything that does not go together */
function refuseClashes({ json, csv, min, max }: DetectCommandOptions): void {
  const problems = [
    ...(json && csv ? ['--json and --csv both print: give one'] : []),
    ...(min !== undefined && max !== undefined && min >= max
      ? [`--min ${min} is not below --max ${max}: give the least and the greatest value that is possible`]
      : []),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
}

/** A picture is of one series, and that is known before the work begins. */
function refuseMany({ series }: SeriesFile, file: string, plot: string): void {
  if (series.length > 1)
    throw new ConfigError([
      `--plot ${plot} draws one series, and ${file} has ${series.length}: choose with --series, as in --series ${series[0]?.name}`,
    ]);
}

async function show(
  all: readonly DetectedSeries[],
  { json, csv, plot, detector, budget, level }: DetectCommandOptions,
  io: CommandIo,
): Promise<void> {
  const title: DetectTitle = { detector: detector.name, budget, level };
  if (json) io.out(all.map((made) => detectJson(made, title)).join(''));
  else if (csv) io.out(detectCsv(all));
  else io.out(all.map((made) => detectWords(made, title)).join('\n'));
  const [first] = all;
  if (plot !== undefined && first !== undefined) await writeSvg(plot, detectSvg(chartOf(first, title)), io);
}

async function writeSvg(path: string, svg: string, io: CommandIo): Promise<void> {
  try {
    await io.writeFile(path, svg);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`--plot: ${path} cannot be written (${why})`], { cause: error });
  }
  io.err(`${path} written\n`);
}
