import { setImmediate } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { Forecaster } from '../../lib/domain/forecast/forecaster.ts';
import { forecasterById, forecasters } from '../../lib/domain/forecast/registry.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { parseDuration, parseWhole } from '../durations.ts';
import { backtestJson, backtestWords } from './backtest-output.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { SeriesRefusal } from './each-series.ts';
import { optionValue, parseLevel, parsePeriods, refuseValue } from './option-values.ts';
import { type BacktestRequest, runBacktest, type SeriesBacktest } from './run-backtest.ts';
import { readSeriesFile, type SeriesFile } from './series-file.ts';

interface BacktestCommandOptions {
  readonly horizon: number;
  readonly period?: readonly number[];
  readonly folds: number;
  readonly step?: number;
  readonly model?: readonly Forecaster[];
  readonly level: number;
  readonly budget: number;
  readonly series?: string;
  readonly value?: string;
  readonly json: boolean;
}

const examples = `
Examples:
  tidewatch backtest orders.csv --horizon 24 --period 24,168
  tidewatch backtest orders.csv --horizon 24 --period 24 --folds 14 --model pool,seasonal-naive --json

Each model is fitted anew to what lies before each of the last folds, and forecasts it. MASE is in units of the mean
difference from a season to the next: below 1 beats yesterday's value. Gaps are left out of the errors.`;

export function addBacktestCommand(
  program: Command,
  known: readonly Forecaster[] = forecasters,
  io: CommandIo = processIo(),
): void {
  program
    .command('backtest')
    .description('forecast the past of the series of a CSV file: errors by model and steps ahead')
    .argument('<file>', 'CSV file')
    .requiredOption('--horizon <steps>', 'steps ahead', optionValue('--horizon', parseWhole(1, 100_000)))
    .option(
      '--period <steps>',
      'season lengths in steps, like 24,168; by default a day and a week, of days a week, of months a year',
      optionValue('--period', parsePeriods),
    )
    .option(
      '--folds <count>',
      'forecasts of the past a model makes, the newest first',
      optionValue('--folds', parseWhole(1, 10_000)),
      8,
    )
    .option(
      '--step <steps>',
      'steps from one forecast to the one before; by default the horizon',
      optionValue('--step', parseWhole(1, 100_000)),
    )
    .option(
      '--model <ids>',
      `of ${known.map(({ id }) => id).join(', ')}, separated by commas; by default all of them`,
      optionValue('--model', parseModels(known)),
    )
    .option('--level <percent>', 'coverage of the interval', optionValue('--level', parseLevel), 95)
    .addOption(
      new Option('--budget <duration>', 'how long one fit may search for a model')
        .argParser(optionValue('--budget', parseDuration))
        .default(10_000, '10s'),
    )
    .option('--series <name>', 'only this series of a file of several')
    .option('--value <column>', 'column of the values, where its name does not say so')
    .option('--json', 'print a line of JSON a series', false)
    .addHelpText('after', examples)
    .action((file: string, options: BacktestCommandOptions) => backtestFile(file, options, known, io));
}

function parseModels(known: readonly Forecaster[]): (text: string) => readonly Forecaster[] {
  return (text) => {
    const ids = text.split(',').map((id) => id.trim());
    const chosen = ids.flatMap((id) => known.find((one) => one.id === id) ?? forecasterById(id) ?? []);
    if (chosen.length < ids.length || new Set(ids).size < ids.length)
      refuseValue(text, `some of ${known.map(({ id }) => id).join(', ')}, each once, separated by commas`);
    return chosen;
  };
}

async function backtestFile(
  path: string,
  { horizon, period, folds, step, model, level, budget, json, ...rest }: BacktestCommandOptions,
  known: readonly Forecaster[],
  io: CommandIo,
): Promise<void> {
  const request: BacktestRequest = {
    forecasters: model ?? known,
    horizon,
    folds,
    level: level / 100,
    budgetMs: budget,
    ...(period && { period }),
    ...(step !== undefined && { step }),
  };
  const file = await readSeriesFile(path, rest);
  for (const { kind, message, count } of file.problems) io.err(`${kind} (${count}): ${message}\n`);
  const { done, refusals } = await backtestAll(path, file, request, io);
  for (const one of done.filter(({ folds: made }) => made < folds))
    io.err(`${one.series.name}: ${one.folds} of ${folds} forecasts: the series is too short for more\n`);
  const printed = done.map((one) =>
    json ? backtestJson(one, horizon, level) : backtestWords(one, horizon, level),
  );
  io.out(printed.join(json ? '' : '\n'));
  if (refusals.length > 0) throw new ConfigError(refusals);
}

async function backtestAll(path: string, { series }: SeriesFile, request: BacktestRequest, io: CommandIo) {
  const progress = io.progress('back-testing');
  const done: SeriesBacktest[] = [];
  const refusals: string[] = [];
  for (const [i, one] of series.entries()) {
    const onFit = async (share: number, model: string) => {
      progress?.update((i + share) / series.length, `${one.name}: ${model}`);
      // A fit is one long calculation: the progress is drawn before it, or not at all.
      await setImmediate();
    };
    try {
      done.push(await runBacktest(one, request, io.nowMs, onFit));
    } catch (error) {
      if (!(error instanceof SeriesRefusal)) throw error;
      refusals.push(`${path}: series ${one.name}: ${error.message}`);
    }
  }
  progress?.update(1, `${series.length} series`);
  progress?.end();
  return { done, refusals };
}
