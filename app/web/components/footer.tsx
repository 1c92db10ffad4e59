import type { RuntimeStatus } from '../../runtime-view.ts';

/** What was taken in, what could not be, and where pages go. */
export function Footer({ status }: { readonly status: RuntimeStatus }) {
  const { points, cycles, problems, receivers } = status;
  const skipped = problems.reduce((sum, { count }) => sum + count, 0);
  return (
    <footer class="bottom">
      <p>
        {points.toLocaleString('en')} points · {cycles.toLocaleString('en')} cycles
        {receivers.length > 0 && ` · pages go to ${receivers.join(', ')}`}
      </p>
      {skipped > 0 && (
        <details class="problems">
          <summary>{skipped.toLocaleString('en')} problems counted</summary>
          <ul>
            {problems.map(({ kind, where, message, count }) => (
              <li key={`${kind} ${where} ${message}`}>
                <strong>{count.toLocaleString('en')} ×</strong> {where}: {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </footer>
  );
}
