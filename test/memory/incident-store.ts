import { type Incident, isOver } from '../../lib/domain/incidents/incident.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import type { IncidentStore } from '../../lib/ports/incident-store.ts';

/** An incident store in memory, for tests. It keeps JSON text; `isDown` makes every call throw `StoreError`
 *  while it is set; `conflicts` makes that many writes be refused, as if another had been quicker. */
export interface MemoryIncidentStore extends IncidentStore {
  isDown: boolean;
  conflicts: number;
}

export function createMemoryIncidentStore(): MemoryIncidentStore {
  const texts = new Map<string, string>();
  const all = () => [...texts.values()].map((text) => JSON.parse(text) as Incident);
  const store: MemoryIncidentStore = {
    isDown: false,
    conflicts: 0,
    async open() {
      refuseWhenDown(store);
      return all().filter((incident) => !isOver(incident));
    },
    async list(limit) {
      refuseWhenDown(store);
      return all()
        .sort((a, b) => b.triggeredAtMs - a.triggeredAtMs)
        .slice(0, limit);
    },
    async put(incident) {
      refuseWhenDown(store);
      if (store.conflicts > 0) {
        store.conflicts--;
        return false;
      }
      const text = texts.get(incident.id);
      const stored = text === undefined ? 0 : (JSON.parse(text) as Incident).version;
      if (incident.version !== stored + 1) return false;
      texts.set(incident.id, JSON.stringify(incident));
      return true;
    },
    async close() {},
  };
  return store;
}

function refuseWhenDown(store: MemoryIncidentStore): void {
  if (store.isDown) throw new StoreError('the memory incident store is down: set isDown to false');
}
