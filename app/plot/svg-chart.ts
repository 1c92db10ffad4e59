import {
  type Ahead,
  aheadOf,
  type ForecastChart,
  intervalWords,
  stretchesOf,
  timeExtent,
  valueExtent,
} from './forecast-chart.ts';
import {
  colour,
  isoMinute,
  linePath,
  pane,
  round,
  type Scales,
  shorten,
  svgPicture,
  svgText,
} from './svg-frame.ts';

/** The chart as a stand-alone SVG on a light ground, 960 by 440, without fonts or scripts from elsewhere. */
export function svgChart(chart: ForecastChart): string {
  return svgPicture({
    title: `Forecast of ${chart.title}`,
    description: describe(chart),
    isTimed: chart.isTimed,
    times: timeExtent(chart),
    values: valueExtent(chart),
    headings: headings(chart),
    marks: (scales) => marks(chart, scales),
  });
}

function describe(chart: ForecastChart): string {
  const { times, mean } = chart.forecast;
  const at = (time: number) => (chart.isTimed ? isoMinute(time) : `row ${time + 1}`);
  const last = mean.at(-1) ?? Number.NaN;
  return `${chart.model}: ${mean.length} steps to ${at(times.at(-1) ?? 0)}, where ${Number(last.toPrecision(4))} is expected, with the ${intervalWords(chart)}.`;
}

function headings(chart: ForecastChart): string[] {
  const muted = ` fill="${colour.muted}"`;
  const legendY = 74;
  return [
    svgText(pane.left, 28, shorten(chart.title, 90), ' font-size="18" font-weight="600"'),
    svgText(pane.left, 48, shorten(chart.model, 120), muted),
    `<path class="legend" d="M${pane.left} ${legendY - 4}h24" stroke="${colour.history}" stroke-width="2"/>`,
    svgText(pane.left + 30, legendY, 'history', muted),
    `<path class="legend" d="M${pane.left + 100} ${legendY - 4}h24" stroke="${colour.forecast}" stroke-width="2"/>`,
    svgText(pane.left + 130, legendY, 'forecast', muted),
    `<rect class="legend" x="${pane.left + 208}" y="${legendY - 10}" width="24" height="12" fill="${colour.forecast}" fill-opacity="0.18"/>`,
    svgText(pane.left + 238, legendY, intervalWords(chart), muted),
  ];
}

function marks(chart: ForecastChart, scales: Scales): string[] {
  const ahead = aheadOf(chart);
  const history = stretchesOf(chart.history.times, chart.history.values);
  const mean = ahead.map(({ time, mean }) => [time, mean] as const);
  const now = round(scales.x(chart.history.times.at(-1) ?? scales.times[0]));
  const line = (name: string, d: string, stroke: string) =>
    `<path class="${name}" d="${d}" fill="none" stroke="${stroke}" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round"/>`;
  return [
    `<path class="now" d="M${now} ${pane.top}V${pane.bottom}" stroke="${colour.muted}" stroke-dasharray="2 4"/>`,
    '<g clip-path="url(#pane)">',
    ...(ahead.length > 0
      ? [
          `<path class="interval" d="${bandPath(ahead, scales)}" fill="${colour.forecast}" fill-opacity="0.18"/>`,
        ]
      : []),
    ...(history.length > 0
      ? [line('history', history.map((stretch) => linePath(stretch, scales)).join(''), colour.history)]
      : []),
    ...(mean.length > 0 ? [line('forecast', linePath(mean, scales), colour.forecast)] : []),
    '</g>',
  ];
}

/** Along the upper bounds and back along the lower ones. */
function bandPath(ahead: readonly Ahead[], { x, y }: Scales): string {
  const upper = ahead.map((point) => `${round(x(point.time))} ${round(y(point.upper))}`);
  const lower = ahead.map((point) => `${round(x(point.time))} ${round(y(point.lower))}`);
  return `M${[...upper, ...lower.reverse()].join('L')}Z`;
}
