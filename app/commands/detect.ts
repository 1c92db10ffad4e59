import { type Command, Option } from 'commander';
import { panel } from '../../lib/domain/anomaly/decisions/index.ts';
import { seasonalNaive } from '../../lib/domain/forecast/seasonal-naive/index.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { parseDuration } from '../durations.ts';
import { detectSvg } from '../plot/detect-svg.ts';
import { detectTerminal } from '../plot/detect-terminal.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { problemsOf, readSeriesFiles } from './detect-files.ts';
import { memberDetectors } from './detect-group.ts';
import {
  type DetectCommandOptions,
  detectorIds,
  everyone,
  groupIds,
  parseBound,
  parseBudget,
  parseDetectors,
  parseForecaster,
  parsePattern,
  parsePlot,
  parseSegments,
  parseShare,
} from './detect-options.ts';
import { chartOf, type DetectTitle, detectCsv, detectJson, detectWords } from './detect-output.ts';
import { checkLabels, segmentsText } from './detect-segments.ts';
import { eachSeries } from './each-series.ts';
import { optionValue, parseLevel, parsePeriods } from './option-values.ts';
import { type DetectedSeries, type DetectRequest, runDetect } from './run-detect.ts';
import type { SeriesFile } from './series-file.ts';

const examples = `
Examples:
  tidewatch detect orders.csv
  tidewatch detect orders.csv --plot
  tidewatch detect lag.csv --budget 4 --plot lag.svg
  tidewatch detect cpu.csv --detector quiet,residual-z --min 0 --max 100 --csv
  tidewatch detect brokers.csv --detector peer-comparison
  tidewatch detect topics/ --segments report.md --label-column is_incident

Each point is judged by those before it alone: the rows of a file's first half come out alike with the whole file. What is
told is an event: from, to, the value farthest from what was expected, and who found it.`;

export function addDetectCommand(program: Command, io: CommandIo = processIo()): void {
  program
    .command('detect')
    .description('find what is not normal in the series of CSV files: events, or a verdict on each point')
    .argument('<files...>', 'CSV files, or folders of them')
    .addOption(
      new Option(
        '--detector <names>',
        `panel (${panel.map(({ id }) => id).join(' and ')}: what the service judges by), or some of ${detectorIds()}, separated by commas; or ${groupIds()}, which compares all series of the files`,
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
      '--plot [file]',
      'draw in the terminal, or one series into a file that ends in .svg',
      optionValue('--plot', parsePlot),
    )
    .option(
      '--segments <file>',
      'write alarm rates by topic size, weekday, hour and tenant into a file that ends in .md',
      optionValue('--segments', parseSegments),
    )
    .option(
      '--label-column <name>',
      'column of 1 or true (anomaly) and 0 or false (none), for accuracy in --segments alone: no detector reads it',
    )
    .option(
      '--tenant <pattern>',
      "regular expression, its first group the tenant in a series' name; by default what is before the first of ./:_-",
      optionValue('--tenant', parsePattern),
    )
    .addHelpText('after', examples)
    .action((files: string[], options: DetectCommandOptions) => detectFiles(files, options, io));
}

async function detectFiles(
  paths: readonly string[],
  options: DetectCommandOptions,
  io: CommandIo,
): Promise<void> {
  refuseClashes(options);
  const request = requestOf(options);
  const { series, value, labelColumn, plot } = options;
  const exog = labelColumn === undefined ? [] : [labelColumn];
  const { refusals, ...file } = await readSeriesFiles(paths, {
    exog,
    ...(series !== undefined && { series }),
    ...(value !== undefined && { value }),
  });
  if (typeof plot === 'string') refuseMany(file, paths.join(' '), plot);
  const { group } = options.detector;
  const members =
    group && new Map(memberDetectors(group, file.series).map((one, i) => [file.series[i], one]));
  const more = await eachSeries(
    paths.join(' '),
    file,
    io,
    (one) => {
      checkLabels(one);
      const member = members?.get(one);
      return runDetect(one, member === undefined ? request : { ...request, detectors: [member] });
    },
    (all) => show(all, options, io),
  ).then(() => [], problemsOf);
  const problems = [...refusals, ...more];
  if (problems.length > 0) throw new ConfigError(problems);
}

function requestOf(options: DetectCommandOptions): DetectRequest {
  const { detector, budget, model, level, leastEffect, period, row, min, max } = options;
  const range = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  return {
    detectors: detector.detectors,
    // Of what the others do, a series' own past expects nothing.
    ...(detector.group === undefined && { forecaster: model }),
    budget,
    level: level / 100,
    leastEffect: leastEffect / 100,
    rowMs: row,
    ...(period && { period }),
    ...((min ?? max) !== undefined && { range }),
  };
}

/** @throws ConfigError with everything that does not go together */
function refuseClashes({
  json,
  csv,
  min,
  max,
  segments,
  labelColumn,
  plot,
  tenant,
  detector,
  series,
}: DetectCommandOptions): void {
  const given = { '--label-column': labelColumn, '--tenant': tenant };
  const lone = Object.entries(given).filter(([, one]) => segments === undefined && one !== undefined);
  const problems = [
    ...(detector.group !== undefined && series !== undefined
      ? [`--series takes one series, and ${detector.name} compares several: leave it out`]
      : []),
    ...(detector.group !== undefined && typeof plot === 'string'
      ? [`--plot ${plot} draws one series, and ${detector.name} compares several: give --plot without a file`]
      : []),
    ...lone.map(([option]) => `${option} is for --segments: give --segments report.md too`),
    ...(plot === true && (json || csv)
      ? ['--plot draws where --json or --csv prints: give it a file like out.svg']
      : []),
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
  { json, csv, plot, detector, budget, level, segments, row, tenant }: DetectCommandOptions,
  io: CommandIo,
): Promise<void> {
  const title: DetectTitle = { detector: detector.name, budget, level };
  if (json) io.out(all.map((made) => detectJson(made, title)).join(''));
  else if (csv) io.out(detectCsv(all));
  else if (plot === true) io.out(all.map((made) => drawn(made, title, io)).join('\n'));
  else io.out(all.map((made) => detectWords(made, title)).join('\n'));
  const [first] = all;
  if (typeof plot === 'string' && first !== undefined)
    await write('--plot', plot, detectSvg(chartOf(first, title)), io);
  if (segments !== undefined)
    await write(
      '--segments',
      segments,
      segmentsText(all, { rowMs: row, ...(tenant && { tenant }) }, title),
      io,
    );
}

/** Lines around a drawing in a terminal: title, subtitle, axis, legend and the prompt. */
const linesAround = 7;

function drawn(made: DetectedSeries, title: DetectTitle, { terminal, hasColour }: CommandIo): string {
  const { columns = 80, rows = 24 } = terminal ?? {};
  const room = Math.min(24, Math.max(8, rows - linesAround));
  return detectTerminal(chartOf(made, title), { columns, rows: room, hasColour });
}

async function write(option: string, path: string, text: string, io: CommandIo): Promise<void> {
  try {
    await io.writeFile(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`${option}: ${path} cannot be written (${why})`], { cause: error });
  }
  io.err(`${path} written\n`);
}
