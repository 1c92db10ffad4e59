import { useState } from 'preact/hooks';
import type { InboxMessage } from '../../runtime-view.ts';
import type { DashboardJson, FindingJson, IncidentJson, TileJson } from '../../server/api-types.ts';
import { useLive } from '../state/live.ts';
import { usePolled } from '../state/polled.ts';
import { useSelection } from '../state/selection.ts';
import { useTheme } from '../state/theme.ts';
import { Announcer } from './announcer.tsx';
import { Backfill } from './backfill.tsx';
import { EmptyNote, ErrorNote } from './card.tsx';
import { Findings } from './findings.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { Inbox } from './inbox.tsx';
import { Incidents } from './incidents.tsx';
import { Sections } from './sections.tsx';
import { Tiles } from './tiles.tsx';
import { Toolbar } from './toolbar.tsx';

/** The whole page. */
export function App() {
  const { status, beat, isLost } = useLive();
  const { theme, scheme, next } = useTheme();
  const [selection, change] = useSelection();
  const [said, setSaid] = useState('');
  const tiles = usePolled<readonly TileJson[]>('/api/clusters', beat, 1000);
  const findings = usePolled<readonly FindingJson[]>('/api/findings', beat, 700);
  const incidents = usePolled<readonly IncidentJson[]>('/api/incidents?limit=30', beat, 700);
  const inbox = usePolled<readonly InboxMessage[]>('/api/inbox?limit=40', beat, 700);
  const chosen = tiles.data?.find(({ cluster }) => cluster.id === selection.cluster) ?? tiles.data?.[0];
  const cluster = chosen?.cluster.id;
  const dashboardPath = cluster && `/api/dashboard?${new URLSearchParams({ cluster })}`;
  // What the cluster emits is found out in the beginning, and hardly changes afterwards.
  const dashboardEveryMs = (status?.cycles ?? 0) < 5 ? 1000 : 15_000;
  const dashboard = usePolled<DashboardJson>(dashboardPath, beat, dashboardEveryMs);
  const nowMs = status?.nowMs ?? 0;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the charts
      </a>
      <Header status={status} theme={theme} onTheme={next} onSaid={setSaid} />
      {status && <Backfill status={status} />}
      {isLost && <ErrorNote words="The connection to Tidewatch is lost; trying again." />}
      <Announcer incidents={incidents.data} said={said} />
      <div class="layout">
        <div class="lead">
          {tiles.error !== undefined && <ErrorNote words={tiles.error} />}
          {tiles.data === undefined && tiles.error === undefined && (
            <EmptyNote>Looking for clusters …</EmptyNote>
          )}
          {tiles.data?.length === 0 && <EmptyNote>No cluster is known yet.</EmptyNote>}
          <Tiles tiles={tiles.data ?? []} chosen={cluster} onChoose={(id) => change({ cluster: id })} />
        </div>
        <main id="main" tabIndex={-1}>
          <Toolbar selection={selection} dashboard={dashboard.data} onChange={change} />
          {cluster !== undefined && (
            <Sections
              dashboard={dashboard}
              cluster={cluster}
              selection={selection}
              beat={beat}
              scheme={scheme}
            />
          )}
        </main>
        <aside class="side" aria-label="Findings, incidents and pages sent">
          <Incidents incidents={incidents} nowMs={nowMs} />
          <Findings findings={findings} nowMs={nowMs} />
          <Inbox inbox={inbox} />
        </aside>
      </div>
      {status && <Footer status={status} />}
    </>
  );
}
