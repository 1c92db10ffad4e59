import type { DashboardJson } from '../../server/api-types.ts';
import type { Polled } from '../state/polled.ts';
import type { Selection } from '../state/selection.ts';
import { EmptyNote, ErrorNote } from './card.tsx';
import { Panel } from './panel.tsx';

interface SectionsProps {
  readonly dashboard: Polled<DashboardJson>;
  readonly cluster: string;
  readonly selection: Selection;
  readonly beat: number;
  readonly scheme: 'light' | 'dark';
}

/** The charts, by the sections of the dashboard model. */
export function Sections({ dashboard: { data, error }, ...rest }: SectionsProps) {
  if (error !== undefined) return <ErrorNote words={error} />;
  if (data === undefined) return <EmptyNote>Reading what the cluster measures …</EmptyNote>;
  if (data.sections.length === 0) return <EmptyNote>Nothing is measured of this cluster yet.</EmptyNote>;
  return (
    <>
      {data.sections.map(({ id, title, panels }) => (
        <section key={id} class="section" aria-labelledby={`section-${id}`}>
          <h2 id={`section-${id}`}>{title}</h2>
          <div class="panels">
            {panels.map((panel) => (
              <Panel key={panel.id} panel={panel} {...rest} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}
