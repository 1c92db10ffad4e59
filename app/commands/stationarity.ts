import type { Command } from 'commander';
import { parseWhole } from '../durations.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { eachSeries } from './each-series.ts';
import { readSeriesFile } from './series-file.ts';
import { reportOf } from './stationarity-report.ts';
import { wordsOf } from './stationarity-words.ts';

interface StationarityCommandOptions {
  readonly period?: number;
  readonly series?: string;
  readonly value?: string;
  readonly json: boolean;
}

const examples = `
Examples:
  tidewatch stationarity disk.csv
  tidewatch stationarity requests.csv --period 24 --json

A file is timestamp,value, series,timestamp,value, or the same without timestamps.
KPSS, ADF and Phillips-Perron are judged at 5 %; d is by KPSS, D by the strength of the season.`;

export function addStationarityCommand(program: Command, io: CommandIo = processIo()): void {
  program
    .command('stationarity')
    .description('say whether the level of a series holds or wanders, and which differences a model needs')
    .argument('<file>', 'CSV file')
    .option(
      '--period <steps>',
      'length of the season in steps; by default a day or a year of months, where timestamps allow',
      parseWhole(2, 100_000),
    )
    .option('--series <name>', 'only this series of a file of several')
    .option('--value <column>', 'column of the values, where its name does not say so')
    .option('--json', 'print a line of JSON a series', false)
    .addHelpText('after', examples)
    .action((file: string, options: StationarityCommandOptions) => testFile(file, options, io));
}

async function testFile(file: string, options: StationarityCommandOptions, io: CommandIo): Promise<void> {
  const { period, json } = options;
  await eachSeries(
    file,
    await readSeriesFile(file, options),
    io,
    (series) => reportOf(series, period),
    (reports) => {
      for (const report of reports)
        io.out(json ? `${JSON.stringify(report)}\n` : `${wordsOf(report).join('\n')}\n`);
    },
  );
}
