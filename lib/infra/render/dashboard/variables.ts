import type { Variable } from './body.ts';
import { placesOf, type Scene } from './scene.ts';

/** Stands for the chosen cluster's name everywhere in a body. No MSK cluster can have it: names have no `_`. */
export const clusterPlaceholder = 'TIDEWATCH_CLUSTER';

/** Values of one variable, at most (dashboard body structure). */
const mostValues = 500;

/**
 * What the head of a cluster's page lets choose: the cluster, and its region and account where there are
 * several. They are three because a search names a cluster by its name alone.
 */
export function variablesOf(scene: Scene): readonly Variable[] {
  return [clusterVariable(scene), ...placeVariables(scene)];
}

/** The region and account that widgets have before anything is chosen. */
export function defaultPlace(scene: Scene): { readonly region: string; readonly accountId?: string } {
  const places = placesOf(scene);
  const [first = scene.home] = places;
  const isForeign = places.some(({ account }) => account !== scene.home.account);
  return { region: first.region, ...(isForeign && { accountId: first.account }) };
}

function clusterVariable(scene: Scene): Variable {
  const shared = {
    type: 'pattern',
    pattern: clusterPlaceholder,
    id: 'cluster',
    label: 'Cluster',
    visible: true,
  } as const;
  const { clusters, selected } = scene;
  const names = [...new Set(clusters.map(({ name }) => name))];
  const [first] = names;
  if (selected.length === 0 && first !== undefined && names.length <= mostValues)
    return { ...shared, inputType: 'select', defaultValue: first, values: valuesOf(scene, names) };
  // The console searches where the dashboard is opened: what is elsewhere would not be in the list.
  if (first !== undefined && !isAllAtHome(scene))
    return { ...shared, inputType: 'input', defaultValue: first };
  return {
    ...shared,
    inputType: 'select',
    defaultValue: first ?? '__FIRST',
    search: '{AWS/Kafka,"Cluster Name"} MetricName="GlobalTopicCount"',
    populateFrom: 'Cluster Name',
  };
}

function valuesOf({ clusters }: Scene, names: readonly string[]): NonNullable<Variable['values']> {
  const isOneRegion = new Set(clusters.map(({ region }) => region)).size === 1;
  return names.map((name) => {
    const regions = new Set(clusters.filter((one) => one.name === name).map(({ region }) => region));
    return { value: name, label: isOneRegion ? name : `${name} (${[...regions].join(', ')})` };
  });
}

function isAllAtHome(scene: Scene): boolean {
  const { account, region } = scene.home;
  return placesOf(scene).every((place) => place.account === account && place.region === region);
}

function placeVariables(scene: Scene): readonly Variable[] {
  const places = placesOf(scene);
  const { region, accountId } = defaultPlace(scene);
  return [
    ...propertyVariable(
      'region',
      'Region',
      region,
      places.map((place) => place.region),
    ),
    ...(accountId === undefined
      ? []
      : propertyVariable(
          'accountId',
          'Account',
          accountId,
          places.map(({ account }) => account),
        )),
  ];
}

/** None where there is nothing to choose. */
function propertyVariable(
  property: string,
  label: string,
  defaultValue: string,
  given: readonly string[],
): readonly Variable[] {
  const values = [...new Set(given)].map((value) => ({ value, label: value }));
  if (values.length < 2) return [];
  return [
    {
      type: 'property',
      property,
      inputType: 'select',
      id: property,
      label,
      defaultValue,
      visible: true,
      values,
    },
  ];
}
