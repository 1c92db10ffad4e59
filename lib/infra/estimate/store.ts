import type { EstimateFacts, StoreFacts } from '../../domain/cost/estimate/index.ts';
import { type Environment, otherPlaces } from '../config/environment.ts';
import { interfaceEndpoints, ownZones } from '../network.ts';

/** The store of an environment, as far as its cost goes. */
export function storeFacts({ store }: Environment): StoreFacts {
  if (store.kind !== 'timestream-influxdb') return store;
  const { kind, engine, instanceType, storageGib, multiAz, keepDays, endpoint } = store;
  return { kind, engine, instanceType, storageGib, multiAz, keepDays, isOwn: endpoint === undefined };
}

/** Endpoints that are made, each in every zone of the network. */
export function networkFacts(environment: Environment): EstimateFacts['network'] {
  const { store, network, watched, account } = environment;
  const isMade = network?.endpoints ?? network?.vpcId === undefined;
  const isInflux = store.kind === 'timestream-influxdb';
  const isReachable = isInflux && store.endpoint !== undefined && network === undefined;
  const others = otherPlaces(environment).filter((place) => place.account !== account);
  const names = interfaceEndpoints({
    influx: isInflux && !isReachable,
    scrapes: watched.some(({ openMonitoring }) => openMonitoring),
    otherAccounts: others.map((place) => place.account),
  });
  return { endpoints: isMade ? names.length : 0, zones: network?.subnetIds?.length ?? ownZones };
}

/** Secrets with keys of receivers, each once, and those of an instance of our own: its administrator and token. */
export function secretCount({ notify, store }: Environment): number {
  const paging = Object.values(notify).flatMap((one) => one?.pagerdutySecret ?? []);
  const made = store.kind === 'timestream-influxdb' && store.engine === 'v2' && !store.endpoint ? 2 : 0;
  return new Set(paging).size + made;
}
