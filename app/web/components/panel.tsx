import { useRef, useState } from 'preact/hooks';
import type { ChartJson, PanelJson } from '../../server/api-types.ts';
import { summaryOf } from '../chart/summary.ts';
import { clockTime, duration, fullTime } from '../format/time.ts';
import { useBox } from '../state/box.ts';
import { usePolled } from '../state/polled.ts';
import { filters, type Selection } from '../state/selection.ts';
import { EmptyNote, ErrorNote } from './card.tsx';
import { Chart } from './chart.tsx';
import { Legend } from './legend.tsx';

interface PanelProps {
  readonly panel: PanelJson;
  readonly cluster: string;
  readonly selection: Selection;
  readonly beat: number;
  readonly scheme: 'light' | 'dark';
}

/** One chart with its legend; it asks for points only while it is on the screen. */
export function Panel({ panel, cluster, selection, beat, scheme }: PanelProps) {
  const frame = useRef<HTMLElement>(null);
  const { width, isSeen } = useBox(frame);
  const [isolated, setIsolated] = useState<string>();
  const [cursorMs, setCursor] = useState<number>();
  const path = isSeen && width > 0 ? pathOf(panel, cluster, selection, width) : undefined;
  const { data, error, isLoading } = usePolled<ChartJson>(path, beat, selection.range.everyMs);
  const shown = data?.lines.some(({ key }) => key === isolated) ? isolated : undefined;
  return (
    <figure class={`panel panel-${panel.width}`} ref={frame} aria-busy={isLoading}>
      <figcaption>
        <h3 title={panel.signals.map(({ description }) => description).join(' ')}>{panel.title}</h3>
        <span class="muted">
          {cursorMs === undefined ? stepWords(data) : cursorWords(cursorMs, selection)}
        </span>
      </figcaption>
      {error !== undefined && <ErrorNote words={error} />}
      {data === undefined && error === undefined && <div class="chart chart-empty" />}
      {data?.lines.length === 0 && <EmptyNote>No data in the {selection.range.words}.</EmptyNote>}
      {data !== undefined && data.lines.length > 0 && (
        <>
          <Chart
            chart={data}
            hasBand={panel.band}
            summary={summaryOf(panel, data)}
            isolated={shown}
            scheme={scheme}
            width={width}
            onCursor={setCursor}
          />
          <Legend
            chart={data}
            timeMs={cursorMs}
            hasBand={panel.band}
            isolated={shown}
            onIsolate={setIsolated}
          />
          {data.omitted > 0 && (
            <p class="muted omitted">and {data.omitted} more: choose a topic, broker or group</p>
          )}
        </>
      )}
    </figure>
  );
}

/** A fifth of the range is shown ahead, where there is a forecast. */
function pathOf({ signals, band }: PanelJson, cluster: string, selection: Selection, width: number): string {
  const { spanMs } = selection.range;
  const params = new URLSearchParams({
    cluster,
    span: String(spanMs),
    width: String(Math.round(width / 40) * 40),
  });
  if (band) params.set('ahead', String(Math.round(spanMs / 5)));
  for (const { id } of signals) params.append('signal', id);
  for (const filter of filters) {
    const value = selection[filter];
    if (value !== undefined) params.set(filter, value);
  }
  return `/api/points?${params}`;
}

/** Said where a point stands for so long that it is no longer the moment. */
const stepWords = (data: ChartJson | undefined): string =>
  data !== undefined && data.stepMs >= 600_000 ? `a point is ${duration(data.stepMs)}` : '';

const cursorWords = (timeMs: number, { range }: Selection): string =>
  range.id === '3h' ? clockTime(timeMs) : fullTime(timeMs);
