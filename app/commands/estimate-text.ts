import { assumptions } from '../../lib/domain/cost/estimate/assumptions.ts';
import { costByStage, type Estimate, type EstimateLine } from '../../lib/domain/cost/estimate/index.ts';
import type { ClusterSize } from '../../lib/domain/cost/expected-series.ts';
import type { PriceTable } from '../../lib/domain/cost/prices.ts';
import type { Environment } from '../../lib/infra/config/environment.ts';
import { textTable } from './text-table.ts';

/** An estimate to read: the sum, each stage with its lines, what else would watch the same, and what it rests on. */
export function estimateText(
  environment: Environment,
  estimate: Estimate,
  prices: PriceTable,
  { topics, partitionsPerTopic, groups }: ClusterSize,
): string {
  const { series } = estimate;
  const notes = [
    ...assumptions,
    priceWords(estimate, prices),
    ...elsewhereWords(environment, estimate, prices),
  ];
  return [
    `${environment.name}: ${dollars(estimate.usd)} a month${budgetWords(environment, estimate)}; ` +
      `${series.emitted} series, ${series.polled} of them polled, ${series.assessed} assessed ` +
      `(each cluster: ${topics} topics of ${partitionsPerTopic} partitions, ${groups} groups)\n`,
    stageTable(estimate),
    textTable(
      ['beside it', 'USD/month', 'times'],
      estimate.beside.map(({ what, usd }) => [what, usd.toFixed(2), (usd / estimate.usd).toFixed(1)]),
    ),
    `${notes.map((line) => `- ${line}`).join('\n')}\n`,
  ].join('\n');
}

/** Lines of less than half a cent are one line. */
const smallUsd = 0.005;

function stageTable({ lines, usd }: Estimate): string {
  const shown = lines.filter((line) => line.usd >= smallUsd);
  const width = Math.max('units/month'.length, ...shown.map((line) => rounded(line.units).length));
  const row = (cells: readonly [string, string, string, string], part: number) => [
    ...cells.slice(0, 3),
    cells[3].padStart(width),
    part.toFixed(2),
    percent(part, usd),
  ];
  const rows = costByStage(lines).flatMap((one) => [
    row([one.stage, '', '', ''], one.usd),
    ...one.lines
      .filter((line) => line.usd >= smallUsd)
      .map((line) => row(['', line.resource, line.what, rounded(line.units)], line.usd)),
    ...smallRows(one.lines, row),
  ]);
  const head = ['stage', 'resource', 'what', 'units/month'.padStart(width), 'USD/month', '%'];
  return textTable(head, [...rows, row(['total', '', '', ''], usd)]);
}

function smallRows(
  lines: readonly EstimateLine[],
  row: (cells: readonly [string, string, string, string], usd: number) => readonly string[],
): readonly (readonly string[])[] {
  const small = lines.filter((line) => line.usd < smallUsd);
  if (small.length === 0) return [];
  const usd = small.reduce((total, line) => total + line.usd, 0);
  return [row(['', '', `${small.length} more, less than a cent each`, ''], usd)];
}

function budgetWords({ budget }: Environment, { usd }: Estimate): string {
  if (budget === undefined) return '';
  return `, ${percent(usd, budget.monthlyUsd)} % of its budget of ${dollars(budget.monthlyUsd)}`;
}

/** Which of the prices used are not proven, said once for all of them. */
function priceWords(estimate: Estimate, prices: PriceTable): string {
  const used = usedPrices(estimate);
  const count = (basis: string) => used.filter((name) => prices[name].basis === basis).length;
  const regions = regionsOf(estimate, prices).join(', ');
  return `${used.length} prices of ${regions}, the oldest of ${estimate.asOf}: ${count('price_list')} of the Price List API, ${count('document')} read in documents of AWS, ${count('quoted')} commonly quoted ("tidewatch prices" lists them)`;
}

/** Prices of another region than the environment's are said to be so. */
function elsewhereWords(
  { name, region }: Environment,
  estimate: Estimate,
  prices: PriceTable,
): readonly string[] {
  if (regionsOf(estimate, prices).every((one) => one === region)) return [];
  return [
    `some prices are not of ${region}, where they may be higher: "tidewatch prices --refresh --region ${region} --out prices.json", then "tidewatch estimate --env ${name} --prices prices.json"`,
  ];
}

function usedPrices({ lines }: Estimate) {
  return [...new Set(lines.map(({ price }) => price))];
}

function regionsOf(estimate: Estimate, prices: PriceTable): readonly string[] {
  return [...new Set(usedPrices(estimate).map((name) => prices[name].region))];
}

function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}

function percent(part: number, whole: number): string {
  return whole > 0 ? ((100 * part) / whole).toFixed(1) : '0.0';
}

/** Whole where it is large, else three figures. */
function rounded(units: number): string {
  return units >= 100 ? String(Math.round(units)) : String(Number(units.toPrecision(3)));
}
