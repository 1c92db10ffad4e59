import type { LineJson } from '../../server/api-types.ts';
import { lineColours } from '../chart/palette.ts';
import { anomalyWords, readingAt } from '../chart/summary.ts';
import { formatValue } from '../format/number.ts';

interface LegendProps {
  readonly lines: readonly LineJson[];
  /** Time under the pointer; the newest values without it. */
  readonly timeMs: number | undefined;
  readonly hasBand: boolean;
  readonly isolated: string | undefined;
  readonly onIsolate: (key: string | undefined) => void;
}

/** Each line with its value; pressing one lets it stand out with its band. */
export function Legend({ lines, timeMs, hasBand, isolated, onIsolate }: LegendProps) {
  return (
    <ul class="legend">
      {lines.map((line, i) => (
        <li key={line.key}>
          <button
            type="button"
            aria-pressed={isolated === line.key}
            onClick={() => onIsolate(isolated === line.key ? undefined : line.key)}
          >
            <span class={`swatch line-${(i % lineColours) + 1}`} aria-hidden="true" />
            <span class="legend-label">{line.label}</span>
            <Value line={line} timeMs={timeMs} />
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

function Value({ line, timeMs }: { readonly line: LineJson; readonly timeMs: number | undefined }) {
  const { value, lower, upper, isAhead } = readingAt(line, timeMs);
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
