import { monthMs } from './month.ts';
import type { Cadence, PollPlan } from './poll-plan.ts';
import { type Price, priceOf, prices } from './prices.ts';

export interface PollPrice {
  /** Series asked for. */
  readonly metrics: number;
  /** GetMetricData calls a month; retries and further pages come on top. */
  readonly requestsPerMonth: number;
  /** Metrics requested a month: what is billed. */
  readonly metricsPerMonth: number;
  readonly usdPerMonth: number;
}

export interface PricedPolls {
  readonly classes: readonly (PollPrice & {
    readonly cadence: Cadence;
    readonly everyMs: number;
    readonly callsPerPoll: number;
  })[];
  readonly total: PollPrice;
  /** The same series, each asked for every minute: what a plain poller pays. */
  readonly everyMinuteUsdPerMonth: number;
  readonly price: Price;
}

/** What a poll plan costs in a month of 30 days, by cadence and in all. */
export function pricePolls(plan: PollPlan, price: Price = prices.getMetricData): PricedPolls {
  const classes = plan.classes.map(({ cadence, everyMs, queries, callsPerPoll }) => {
    const polls = monthMs / everyMs;
    const metricsPerMonth = polls * queries.length;
    return {
      cadence,
      everyMs,
      callsPerPoll,
      metrics: queries.length,
      requestsPerMonth: polls * callsPerPoll,
      metricsPerMonth,
      usdPerMonth: priceOf(metricsPerMonth, price),
    };
  });
  const total = {
    metrics: sum(classes.map((c) => c.metrics)),
    requestsPerMonth: sum(classes.map((c) => c.requestsPerMonth)),
    metricsPerMonth: sum(classes.map((c) => c.metricsPerMonth)),
    usdPerMonth: sum(classes.map((c) => c.usdPerMonth)),
  };
  const everyMinuteUsdPerMonth = priceOf((monthMs / 60_000) * total.metrics, price);
  return { classes, total, everyMinuteUsdPerMonth, price };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

/** A poll plan to print: lines of a table for people, and the same numbers for programs. */
export function pollTable(plan: PollPlan): { readonly lines: readonly string[]; readonly json: PricedPolls } {
  const json = pricePolls(plan);
  const rows = [
    ['cadence', 'every', 'metrics', 'calls/poll', 'calls/month', 'metrics/month', 'USD/month'],
    ...json.classes.map((c) => rowOf(c.cadence, `${c.everyMs / 60_000} min`, c, String(c.callsPerPoll))),
    rowOf('total', '', json.total, ''),
  ];
  const { price } = json;
  return {
    lines: [
      ...aligned(rows),
      `each poll reads its interval, the one before and ${plan.overlapMs / 60_000} min more: late points cost nothing`,
      `asked for every minute instead: $${json.everyMinuteUsdPerMonth.toFixed(2)} a month`,
      `price: $${price.usd} per ${price.per} ${price.unit} (${price.region}, ${price.asOf}, ${price.source}); a month is 30 days`,
    ],
    json,
  };
}

function rowOf(name: string, every: string, price: PollPrice, callsPerPoll: string): readonly string[] {
  return [
    name,
    every,
    String(price.metrics),
    callsPerPoll,
    String(price.requestsPerMonth),
    String(price.metricsPerMonth),
    price.usdPerMonth.toFixed(2),
  ];
}

/** Columns of one width each: the first to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
}
