import type { Runbook } from '../../../lib/domain/catalogue/runbook.ts';

/** What to do: the first command, then what to look for, why, and what helps. */
export function RunbookView({ runbook }: { readonly runbook: Runbook }) {
  return (
    <section class="runbook" aria-label={`Runbook: ${runbook.title}`}>
      <h3>Run this first</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long commands scroll, and the keyboard must reach them */}
      <pre tabIndex={0}>
        <code>{runbook.firstCommand}</code>
      </pre>
      <Points title="Symptoms" lines={runbook.symptoms} />
      <Points title="Causes" lines={runbook.causes} />
      <Points title="Solutions" lines={runbook.solutions} />
    </section>
  );
}

function Points({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
