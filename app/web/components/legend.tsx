import type { ChartJson, LineJson } from '../../server/api-types.ts';
import { lineColours } from '../chart/palette.ts';
import { anomalyWords, readingAt, silentWords } from '../chart/summary.ts';
import { formatValue } from '../format/number.ts';

interface LegendProps {
  readonly chart: ChartJson;
  /** Time under the pointer; the newest values without it. */
  readonly timeMs: number | undefined;
  readonly hasBand: boolean;
  readonly isolated: string | undefined;
  readonly onIsolate: (key: string | undefined) => void;
}

/** Each line with its value; pressing one lets it stand out with its band. */
export function Legend({ chart, timeMs, hasBand, isolated, onIsolate }: LegendProps) {
  return (
    <ul class="legend">
      {chart.lines.map((line, i) => (
        <li key={line.key}>
          <button
            type="button"
            aria-pressed={isolated === line.key}
            onClick={() => onIsolate(isolated === line.key ? undefined : line.key)}
          >
            <span class={`swatch line-${(i % lineColours) + 1}`} aria-hidden="true" />
            <span class="legend-label">{line.label}</span>
            <Value line={line} chart={chart} timeMs={timeMs} />
            {hasBand && line.anomalies.length > 0 && (
              <span class="anomalies">
                <span aria-hidden="true">▲ {line.anomalies.length}</span>
                <span class="hidden">{anomalyWords(line.anomalies.length)}</span>
              </span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface ValueProps {
  readonly line: LineJson;
  readonly chart: ChartJson;
  readonly timeMs: number | undefined;
}

function Value({ line, chart, timeMs }: ValueProps) {
  const { value, lower, upper, isAhead, silentSinceMs } = readingAt(line, chart, timeMs);
  if (silentSinceMs !== undefined) return <span class="silent">{silentWords(silentSinceMs)}</span>;
  const hasBand = lower !== undefined && upper !== undefined;
  const band =
    hasBand &&
    `${isAhead ? 'between' : 'expected'} ${formatValue(lower, line.unit)} and ${formatValue(upper, line.unit)}`;
  return (
    <span class="legend-value" title={band || undefined}>
      {isAhead && <span class="ahead">forecast </span>}
      {formatValue(value, line.unit)}
    </span>
  );
}
