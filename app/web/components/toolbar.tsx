import type { DashboardJson } from '../../server/api-types.ts';
import { type Filter, filters, ranges, type Selection } from '../state/selection.ts';

interface ToolbarProps {
  readonly selection: Selection;
  readonly dashboard: DashboardJson | undefined;
  readonly onChange: (change: { readonly [K in keyof Selection]?: Selection[K] | undefined }) => void;
}

/** What the charts show: how far back, and of which topic, broker or group. */
export function Toolbar({ selection, dashboard, onChange }: ToolbarProps) {
  return (
    <section class="toolbar" aria-label="What the charts show">
      <fieldset class="segments">
        <legend class="hidden">Time range</legend>
        {ranges.map((range) => (
          <label key={range.id}>
            <input
              type="radio"
              name="range"
              checked={range === selection.range}
              onChange={() => onChange({ range })}
            />
            <span>{range.label}</span>
          </label>
        ))}
      </fieldset>
      <div class="filters">
        {filters.map((filter) => (
          <Choice
            key={filter}
            filter={filter}
            values={dashboard?.[`${filter}s`] ?? []}
            chosen={selection[filter]}
            onChoose={(value) => onChange({ [filter]: value })}
          />
        ))}
      </div>
    </section>
  );
}

interface ChoiceProps {
  readonly filter: Filter;
  readonly values: readonly string[];
  readonly chosen: string | undefined;
  readonly onChoose: (value: string | undefined) => void;
}

function Choice({ filter, values, chosen, onChoose }: ChoiceProps) {
  if (values.length < 2) return null;
  return (
    <label class="choice">
      <span class="choice-name">{filter}</span>
      <select
        value={chosen ?? ''}
        onChange={({ currentTarget }) => onChoose(currentTarget.value || undefined)}
      >
        <option value="">all</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}
