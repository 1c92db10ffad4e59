import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultBudget } from '../../lib/domain/anomaly/decisions/index.ts';
import { parseDuration, parseWhole } from '../durations.ts';

/** What every command that runs the page takes. */
export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly open: boolean;
  readonly store?: string;
  readonly rules?: string;
  readonly lag?: string;
  readonly retention: number;
  readonly alarmBudget: number;
  readonly pagerdutyKeyEnv?: string;
  readonly pagerdutyUrl?: string;
}

export interface WatchOptions extends ServeOptions {
  readonly name: string;
  readonly prometheus?: readonly string[];
  readonly prometheusServer?: string;
  readonly prometheusSelector?: string;
  readonly sigv4Region?: string;
  readonly kafka?: readonly string[];
  readonly kafkaTls: boolean;
  readonly kafkaSasl?: 'plain' | 'scram-sha-256' | 'scram-sha-512' | 'aws';
  readonly kafkaUser?: string;
  readonly kafkaPasswordEnv?: string;
  readonly cluster?: readonly string[];
  readonly region?: string;
  readonly csv?: readonly string[];
  readonly interval: number;
  readonly history: number;
  readonly speed: number;
}

/** @throws InvalidArgumentError */
function parseBudget(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0.01 && value <= 100) return value;
  throw new InvalidArgumentError(`got "${text}": give a number from 0.01 to 100`);
}

export function addServeOptions(command: Command): Command {
  return command
    .option('--host <address>', 'address to listen on; anything but loopback is open to others', '127.0.0.1')
    .option('--port <number>', 'port of the page; 0 takes a free one', parseWhole(0, 65_535), 0)
    .option('--open', 'open the page in the browser', false)
    .option('--store <file>', 'DuckDB file that keeps everything; a second start goes on from it')
    .option('--retention <duration>', 'how long points are kept', parseDuration, 455 * 86_400_000)
    .option(
      '--alarm-budget <number>',
      'false alarms that are put up with, a series and month: fewer find less',
      parseBudget,
      defaultBudget,
    )
    .option('--rules <file>', 'YAML or JSON file that changes rules: rule id → limit, periods, enabled …')
    .option(
      '--lag <file>',
      'YAML or JSON file of lag that is allowed: allowedMessages, allowedSeconds, groups',
    )
    .option('--pagerduty-key-env <name>', 'page for real: environment variable that holds the routing key')
    .option('--pagerduty-url <url>', 'another endpoint that takes PagerDuty Events v2');
}

export function addSourceOptions(command: Command): Command {
  return command
    .option('--name <name>', 'what to call the cluster', 'kafka')
    .option('--prometheus <url...>', 'exposition endpoints to scrape, as URL or BROKER=URL')
    .option('--prometheus-server <url>', 'Prometheus server whose history fills the past')
    .option('--prometheus-selector <matchers>', 'matchers for every query of it, like job="kafka"')
    .option('--sigv4-region <region>', 'sign requests to the server (Amazon Managed Prometheus)')
    .option('--kafka <host:port...>', 'bootstrap servers: lag, groups and offsets by the Kafka protocol')
    .option('--kafka-tls', 'connect to Kafka by TLS', false)
    .addOption(
      new Option('--kafka-sasl <mechanism>', 'how to prove who we are to Kafka').choices([
        'plain',
        'scram-sha-256',
        'scram-sha-512',
        'aws',
      ]),
    )
    .option('--kafka-user <name>', 'user for plain and scram')
    .option('--kafka-password-env <name>', 'environment variable that holds its password')
    .option('--cluster <arn...>', 'MSK clusters by ARN, through CloudWatch')
    .option('--region <region>', 'AWS region; by default that of the ARN')
    .option('--csv <file...>', 'files to replay: timestamp,value or series,timestamp,value')
    .option('--interval <duration>', 'how often to look', parseDuration, 60_000)
    .option(
      '--history <duration>',
      'how much of the past to read first, where there is one',
      parseDuration,
      56 * 86_400_000,
    )
    .option(
      '--speed <factor>',
      'pipeline seconds a second when replaying files',
      parseWhole(1, 1_000_000),
      3600,
    );
}
