import { parseClusterArn } from '../../lib/domain/arn.ts';
import { type Place, placeKey } from '../../lib/domain/place.ts';
import type { Settings } from '../settings.ts';

/** What is looked for in one account and region. */
export interface PlaceToLook extends Place {
  readonly arns: readonly string[];
  /** Clusters with all tags of one of these as well. */
  readonly tags: readonly Readonly<Record<string, string>>[];
}

/** Where the settings' clusters are, and where those with the selected tags may be; each place once. */
export function placesOf({
  clusters,
  select,
}: Pick<Settings, 'clusters' | 'select'>): readonly PlaceToLook[] {
  const places = new Map<
    string,
    { place: Place; arns: string[]; tags: Readonly<Record<string, string>>[] }
  >();
  const at = ({ account, region }: Place) => {
    const key = placeKey({ account, region });
    const known = places.get(key) ?? { place: { account, region }, arns: [], tags: [] };
    places.set(key, known);
    return known;
  };
  for (const { arn } of clusters) {
    const parsed = parseClusterArn(arn);
    if (parsed.kind === 'arn') at(parsed.arn).arns.push(arn);
  }
  for (const { tags, places: wanted } of select) for (const place of wanted) at(place).tags.push(tags);
  return [...places.values()].map(({ place, arns, tags }) => ({ ...place, arns, tags }));
}
