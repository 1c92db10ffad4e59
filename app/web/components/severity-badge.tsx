import { type Severity, severities } from '../../../lib/domain/catalogue/rule.ts';
import { Icon } from './icon.tsx';

/** The severity as shape, word and colour. */
export function SeverityBadge({ severity, count }: { readonly severity: string; readonly count?: number }) {
  const known: Severity = severities.find((own) => own === severity) ?? 'info';
  return (
    <span class={`badge badge-${known}`}>
      <Icon name={known} />
      {count === undefined ? '' : `${count} `}
      {severity}
    </span>
  );
}
