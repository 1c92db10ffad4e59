import { severities } from '../../../lib/domain/catalogue/rule.ts';
import type { MeasureJson, TileJson } from '../../server/api-types.ts';
import { formatValue } from '../format/number.ts';
import { Icon } from './icon.tsx';
import { SeverityBadge } from './severity-badge.tsx';

interface TilesProps {
  readonly tiles: readonly TileJson[];
  readonly chosen: string | undefined;
  readonly onChoose: (cluster: string) => void;
}

const typeWords = {
  standard: 'MSK Standard',
  express: 'MSK Express',
  serverless: 'MSK Serverless',
  self_managed: 'self-managed',
} as const;

/** Each cluster at a glance; choosing one shows its charts. */
export function Tiles({ tiles, chosen, onChoose }: TilesProps) {
  return (
    <section class="tiles" aria-label="Clusters">
      {tiles.map((tile) => (
        <Tile key={tile.cluster.id} tile={tile} isChosen={tile.cluster.id === chosen} onChoose={onChoose} />
      ))}
    </section>
  );
}

interface TileProps {
  readonly tile: TileJson;
  readonly isChosen: boolean;
  readonly onChoose: (cluster: string) => void;
}

function Tile({ tile, isChosen, onChoose }: TileProps) {
  const { cluster, brokersOnline, brokersKnown, measures } = tile;
  const worst = severities.find((severity) => tile.firing[severity] > 0);
  return (
    <article class={`tile tile-${worst ?? 'ok'}`}>
      <div class="tile-head">
        <h2>
          <button type="button" aria-pressed={isChosen} onClick={() => onChoose(cluster.id)}>
            {cluster.name}
          </button>
        </h2>
        <p class="muted">
          {[typeWords[cluster.type], cluster.kafkaVersion && `Kafka ${cluster.kafkaVersion}`, cluster.region]
            .filter((part) => part && part !== 'local')
            .join(' · ')}
        </p>
        <State tile={tile} />
      </div>
      <dl class="measures">
        <div class={brokersOnline < brokersKnown ? 'measure measure-bad' : 'measure'}>
          <dt>Brokers online</dt>
          <dd>
            {brokersOnline} <span class="of">of {brokersKnown}</span>
          </dd>
        </div>
        {measures.map((measure) => (
          <Measure key={measure.id} measure={measure} />
        ))}
      </dl>
    </article>
  );
}

function Measure({ measure: { label, value, unit, of } }: { readonly measure: MeasureJson }) {
  return (
    <div class="measure">
      <dt>{label}</dt>
      <dd>
        {value === undefined ? <span class="of">no data</span> : formatValue(value, unit)}
        {of !== undefined && <span class="of of-below">{of}</span>}
      </dd>
    </div>
  );
}

function State({ tile: { firing, cluster } }: { readonly tile: TileJson }) {
  const counted = severities.filter((severity) => firing[severity] > 0);
  return (
    <p class="tile-state">
      {cluster.state !== undefined && (
        <span class="chip">{cluster.state.toLowerCase().replaceAll('_', ' ')}</span>
      )}
      {counted.map((severity) => (
        <SeverityBadge key={severity} severity={severity} count={firing[severity]} />
      ))}
      {counted.length === 0 && (
        <span class="badge badge-ok">
          <Icon name="ok" />
          all well
        </span>
      )}
    </p>
  );
}
