import { type Command, Option } from 'commander';
import { loadProphet, ProphetMissingError } from '../../lib/adapters/forecasters/prophet/index.ts';
import type { Transform } from '../../lib/domain/forecast/arima/spec.ts';
import type { Forecaster } from '../../lib/domain/forecast/forecaster.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { parseDuration, parseWhole } from '../durations.ts';
import { svgChart } from '../plot/svg-chart.ts';
import { terminalChart } from '../plot/terminal-chart.ts';
import { type ArimaEngine, arimaEngine } from './arima-engine.ts';
import { parseTransform } from './arima-options.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { eachSeries } from './each-series.ts';
import { chartOf, forecastCsv, forecastJson, forecastWords } from './forecast-output.ts';
import { readFuture } from './future-file.ts';
import { type ForecastRequest, type MadeForecast, makeForecast } from './make-forecast.ts';
import { type ModelChoice, optionalIds, parseModel } from './model-text.ts';
import { optionValue, parseLevel, parseNames, parsePeriods, refuseValue } from './option-values.ts';
import { readSeriesFile, type SeriesFile } from './series-file.ts';

interface ForecastCommandOptions {
  readonly horizon: number;
  readonly model: ModelChoice;
  readonly period?: readonly number[];
  readonly exog?: readonly string[];
  readonly future?: string;
  readonly level: number;
  readonly transform: Transform;
  readonly nonNegative: boolean;
  readonly budget: number;
  readonly series?: string;
  readonly value?: string;
  readonly json: boolean;
  readonly csv: boolean;
  /** True draws in the terminal, a name writes a file. */
  readonly plot?: true | string;
}

const examples = `
Examples:
  tidewatch forecast orders.csv --horizon 48 --plot
  tidewatch forecast air.csv --horizon 24 --model "sarimax(0,1,1)(0,1,1)12" --transform log --plot air.svg
  tidewatch forecast sales.csv --horizon 14 --period 7 --exog price --future prices.csv --json

Models: auto chooses an ARIMA model; pool weighs many forecasters by the series' own past, the best where there are
days and weeks; each of them has its name (theta, ets …), and "tidewatch backtest" compares them. "sarimax(p,d,q)(P,D,Q)m"
and "arima(p,d,q)" are fitted as they are, with lists of lags in brackets, "arima([1,4],1,0)", and a trend after a plus,
"arima(2,1,2)+c". prophet needs two packages of its own, which it names where they are not installed.`;

export function addForecastCommand(
  program: Command,
  engine: ArimaEngine = arimaEngine,
  io: CommandIo = processIo(),
): void {
  program
    .command('forecast')
    .description('forecast the series of a CSV file: mean and interval, as JSON, CSV or a picture')
    .argument('<file>', 'CSV file')
    .requiredOption('--horizon <steps>', 'steps ahead', optionValue('--horizon', parseWhole(1, 100_000)))
    .addOption(
      new Option(
        '--model <model>',
        'auto, pool, another forecaster, or a model like "sarimax(1,1,1)(0,1,1)24"',
      )
        .argParser(optionValue('--model', parseModel))
        .default({ kind: 'auto' }, 'auto'),
    )
    .option(
      '--period <steps>',
      'season lengths in steps, like 24,168; by default a day and a week, of days a week, of months a year',
      optionValue('--period', parsePeriods),
    )
    .option(
      '--exog <columns>',
      'columns of regressors, separated by commas',
      optionValue('--exog', parseNames),
    )
    .option('--future <file>', 'CSV file of the regressors at each step of the horizon')
    .option('--level <percent>', 'coverage of the interval', optionValue('--level', parseLevel), 95)
    .option(
      '--transform <name>',
      'none, log, log1p or boxcox:LAMBDA',
      optionValue('--transform', parseTransform),
      'none',
    )
    .option('--non-negative', 'forecasts are never below zero', false)
    .addOption(
      new Option('--budget <duration>', 'how long auto may look for a model of a series')
        .argParser(optionValue('--budget', parseDuration))
        .default(10_000, '10s'),
    )
    .option('--series <name>', 'only this series of a file of several')
    .option('--value <column>', 'column of the values, where its name does not say so')
    .option('--json', 'print a line of JSON a series', false)
    .option('--csv', 'print series,timestamp,mean,lower,upper', false)
    .option(
      '--plot [file]',
      'draw in the terminal, or into a file that ends in .svg',
      optionValue('--plot', parsePlot),
    )
    .addHelpText('after', examples)
    .action((file: string, options: ForecastCommandOptions) => forecastFile(file, options, engine, io));
}

function parsePlot(text: string): string {
  if (/\.svg$/i.test(text)) return text;
  return refuseValue(text, 'a file that ends in .svg, or put --plot last to draw in the terminal');
}

async function forecastFile(
  file: string,
  options: ForecastCommandOptions,
  engine: ArimaEngine,
  io: CommandIo,
): Promise<void> {
  refuseClashes(options);
  const { exog = [], future, level, budget, ...rest } = options;
  const forecaster = await loadedForecaster(options.model);
  const request: ForecastRequest = {
    ...rest,
    ...(forecaster && { forecaster }),
    level: level / 100,
    budgetMs: budget,
    ...(future !== undefined && { future: await readFuture(future, exog) }),
  };
  const source = await readSeriesFile(file, { ...options, exog });
  if (typeof options.plot === 'string') refuseMany(source, file, options.plot);
  await eachSeries(
    file,
    source,
    io,
    (series) => makeForecast(series, request, engine, io.nowMs),
    (forecasts) => show(forecasts, options, io),
  );
}

/** The forecaster of a model that has packages of its own. @throws ConfigError when they are not installed */
async function loadedForecaster(model: ModelChoice): Promise<Forecaster | undefined> {
  if (model.kind !== 'forecaster' || !optionalIds.includes(model.id)) return undefined;
  try {
    return await loadProphet();
  } catch (error) {
    if (!(error instanceof ProphetMissingError)) throw error;
    throw new ConfigError([`--model ${model.id}: ${error.message}`], { cause: error });
  }
}

/** @throws ConfigError with everything that does not go together */
function refuseClashes({ json, csv, plot, exog, future, model, transform }: ForecastCommandOptions): void {
  const drawsHere = plot === true;
  const isOther = model.kind === 'forecaster';
  const problems = [
    ...(json && csv ? ['--json and --csv both print: give one'] : []),
    ...(drawsHere && (json || csv)
      ? ['--plot draws where --json or --csv prints: give it a file like out.svg']
      : []),
    ...(exog && future === undefined && !isOther
      ? ['--exog needs the regressors of the horizon: give --future FILE.csv']
      : []),
    ...(future !== undefined && !exog ? ['--future has regressors: name its columns with --exog'] : []),
    ...(isOther && exog ? [`--exog: ${model.id} takes no regressors: choose auto or a sarimax model`] : []),
    ...(isOther && transform !== 'none'
      ? [`--transform: ${model.id} takes none: choose auto or a sarimax model`]
      : []),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
}

async function show(
  forecasts: readonly MadeForecast[],
  { json, csv, plot, level }: ForecastCommandOptions,
  io: CommandIo,
): Promise<void> {
  for (const { series, model } of forecasts.filter(({ isCut }) => isCut))
    io.err(`${series.name}: the time was up with ${model}: a longer --budget may find a better model\n`);
  if (json) io.out(forecasts.map((made) => forecastJson(made, level)).join(''));
  else if (csv) io.out(forecastCsv(forecasts));
  else if (plot === true) io.out(forecasts.map((made) => drawn(made, level, io)).join('\n'));
  else if (plot === undefined) io.out(forecasts.map((made) => forecastWords(made, level)).join('\n'));
  if (typeof plot === 'string') await writeSvg(plot, forecasts, level, io);
}

/** Lines around a drawing in a terminal: title, model, axis, legend and the prompt. */
const linesAround = 7;

function drawn(made: MadeForecast, level: number, { terminal, hasColour }: CommandIo): string {
  const { columns = 80, rows = 24 } = terminal ?? {};
  const room = Math.min(24, Math.max(8, rows - linesAround));
  return terminalChart(chartOf(made, level / 100), { columns, rows: room, hasColour });
}

/** A picture is of one series, and that is known before the long work begins. */
function refuseMany({ series }: SeriesFile, file: string, plot: string): void {
  if (series.length > 1)
    throw new ConfigError([
      `--plot ${plot} draws one series, and ${file} has ${series.length}: choose with --series, as in --series ${series[0]?.name}`,
    ]);
}

async function writeSvg(
  path: string,
  [made]: readonly MadeForecast[],
  level: number,
  io: CommandIo,
): Promise<void> {
  if (made === undefined) return;
  try {
    await io.writeFile(path, svgChart(chartOf(made, level / 100)));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`--plot: ${path} cannot be written (${why})`], { cause: error });
  }
  io.err(`${path} written: ${made.series.name}, ${made.model}\n`);
}
