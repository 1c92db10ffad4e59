import type { Command } from 'commander';
import type { ArimaModel } from '../../lib/domain/forecast/arima/result.ts';
import type {
  ArimaOptions,
  ArimaSpec,
  Method,
  Start,
  Transform,
  Trend,
} from '../../lib/domain/forecast/arima/spec.ts';
import { nameOf } from '../../lib/domain/forecast/arima/terms.ts';
import { type ArimaEngine, arimaEngine } from './arima-engine.ts';
import {
  parseMethod,
  parseOrder,
  parseSeasonal,
  parseStart,
  parseTransform,
  parseTrend,
} from './arima-options.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { eachSeries } from './each-series.ts';
import { optionValue, parseNames, parseNumbers } from './option-values.ts';
import { refuseGaps } from './regressor-gaps.ts';
import { type FileSeries, readSeriesFile } from './series-file.ts';
import { textTable } from './text-table.ts';

interface FitCommandOptions {
  readonly order: ArimaSpec['order'];
  readonly seasonal?: NonNullable<ArimaSpec['seasonal']>;
  readonly trend: Trend;
  readonly exog?: readonly string[];
  readonly transform: Transform;
  readonly method: Method;
  readonly start: Start;
  readonly at?: readonly number[];
  readonly series?: string;
  readonly value?: string;
  readonly json: boolean;
}

/** A model of a series, and how long the fit alone took. */
interface Fitted {
  readonly name: string;
  readonly text: string;
  readonly model: ArimaModel;
  readonly ms: number;
}

const examples = `
Examples:
  tidewatch fit air.csv --order 0,1,1 --seasonal 0,1,1,12 --transform log
  tidewatch fit wpi.csv --order "[1,4],1,1" --trend c --json
  tidewatch fit sales.csv --order 1,0,1 --trend c --exog price,holiday --at "5,-0.2,1.1,0.8,0.3"

Lags: a number is all lags up to it; a list in brackets names them, so [1,4] is the lags 1 and 4 alone.
A file is timestamp,value[,regressors], series,timestamp,value[,regressors], or the same without timestamps.`;

export function addFitCommand(
  program: Command,
  engine: ArimaEngine = arimaEngine,
  io: CommandIo = processIo(),
): void {
  program
    .command('fit')
    .description('fit a SARIMAX model to the series of a CSV file by exact maximum likelihood')
    .argument('<file>', 'CSV file')
    .requiredOption(
      '--order <p,d,q>',
      'order: lags or [lists of lags], differences',
      optionValue('--order', parseOrder),
    )
    .option(
      '--seasonal <P,D,Q,m>',
      'seasonal order and length of the season in steps',
      optionValue('--seasonal', parseSeasonal),
    )
    .option(
      '--trend <trend>',
      'n, c, t, ct, or the powers of time that are on: 1,0,0,1',
      optionValue('--trend', parseTrend),
      'n',
    )
    .option(
      '--exog <columns>',
      'columns of regressors, separated by commas',
      optionValue('--exog', parseNames),
    )
    .option(
      '--transform <name>',
      'none, log, log1p or boxcox:LAMBDA',
      optionValue('--transform', parseTransform),
      'none',
    )
    .option(
      '--method <name>',
      'exact likelihood, or css: conditional sum of squares',
      optionValue('--method', parseMethod),
      'exact',
    )
    .option(
      '--start <name>',
      'unobserved past: stationary, or diffuse:VARIANCE',
      optionValue('--start', parseStart),
      'stationary',
    )
    .option(
      '--at <numbers>',
      'evaluate at these parameters instead of fitting: trend, regressors, ar, ma, seasonal ar, seasonal ma, and sigma2 or nothing',
      optionValue('--at', parseNumbers),
    )
    .option('--series <name>', 'only this series of a file of several')
    .option('--value <column>', 'column of the values, where its name does not say so')
    .option('--json', 'print a line of JSON a series', false)
    .addHelpText('after', examples)
    .action((file: string, options: FitCommandOptions) => fitFile(file, options, engine, io));
}

async function fitFile(
  file: string,
  options: FitCommandOptions,
  engine: ArimaEngine,
  io: CommandIo,
): Promise<void> {
  const work = (series: FileSeries) => fitSeries(series, options, engine, io);
  await eachSeries(file, await readSeriesFile(file, options), io, work, (fits) =>
    io.out(options.json ? fits.map(jsonLine).join('') : wordsOf(fits)),
  );
}

function fitSeries(
  series: FileSeries,
  { order, seasonal, trend, transform, method, start, at }: FitCommandOptions,
  engine: ArimaEngine,
  io: CommandIo,
): Fitted {
  refuseGaps(series);
  const spec: ArimaSpec = { order, trend, ...(seasonal && { seasonal }) };
  const arimaOptions: ArimaOptions = { transform, method, start, regressors: series.regressors };
  const beginMs = io.nowMs();
  const model = at
    ? engine.evaluate(series.values, spec, at, arimaOptions)
    : engine.fit(series.values, spec, arimaOptions);
  return {
    name: series.name,
    text: nameOf(spec, series.regressors.length > 0),
    model,
    ms: io.nowMs() - beginMs,
  };
}

function jsonLine({ name, text, model, ms }: Fitted): string {
  const errors = model.standardErrors();
  const params = model.parameters.map(
    (parameter, i) => [parameter.name, { value: parameter.value, se: errors[i] ?? null }] as const,
  );
  const { observations, logLikelihood, aic, aicc, bic, hqic, sigma2, converged, iterations, evaluations } =
    model;
  const criteria = { logLikelihood, aic, aicc, bic, hqic, sigma2, params: Object.fromEntries(params) };
  const line = {
    series: name,
    model: text,
    observations,
    ...criteria,
    converged,
    iterations,
    evaluations,
    ms,
  };
  // A number that is none, like the standard error of a singular information, becomes null.
  return `${JSON.stringify(line)}\n`;
}

function wordsOf(fits: readonly Fitted[]): string {
  const [only] = fits;
  if (only !== undefined && fits.length === 1) return `${only.name}\n${only.model.summary().trimEnd()}\n`;
  const rows = fits.map(({ name, text, model }) => [
    name,
    text,
    String(model.observations),
    model.logLikelihood.toFixed(3),
    model.aicc.toFixed(3),
    model.sigma2.toPrecision(6),
    model.converged ? 'yes' : 'no',
  ]);
  return textTable(
    ['series', 'model', 'observations', 'log-likelihood', 'AICc', 'sigma2', 'converged'],
    rows,
  );
}
