import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { ChartJson } from '../../server/api-types.ts';
import { align } from '../chart/align.ts';
import { chartOptions } from '../chart/options.ts';
import { readPalette } from '../chart/palette.ts';

interface ChartProps {
  readonly chart: ChartJson;
  readonly hasBand: boolean;
  readonly summary: string;
  readonly isolated: string | undefined;
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly onCursor: (timeMs: number | undefined) => void;
}

const heightPx = 168;

/** The drawing: made anew when its lines, its colours or what stands out change; else only fed. */
export function Chart({ chart, hasBand, summary, isolated, scheme, width, onCursor }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef({ chart, ...align(chart) });
  if (latest.current.chart !== chart) latest.current = { chart, ...align(chart) };
  const shape = chart.lines.map(({ key }) => key).join('\n');

  useEffect(() => {
    if (!box.current) return;
    const setup = { palette: readPalette(box.current), width, height: heightPx, isolated, hasBand, onCursor };
    const options = chartOptions(chart.lines, { ...setup, current: () => latest.current });
    const made = new uPlot(options, latest.current.data, box.current);
    plot.current = made;
    return () => made.destroy();
  }, [shape, scheme, isolated, hasBand]);

  useEffect(() => {
    if (plot.current?.width !== width) plot.current?.setSize({ width, height: heightPx });
  }, [width]);

  useEffect(() => {
    plot.current?.setData(latest.current.data);
  }, [chart]);

  return <div class="chart" ref={box} role="img" aria-label={summary} />;
}
