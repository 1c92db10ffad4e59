import type { Incident } from '../../lib/domain/incidents/incident.ts';
import type { IncidentStore } from '../../lib/ports/incident-store.ts';

const t0 = Date.UTC(2026, 0, 5);

export function incidentOf(given: Partial<Incident> = {}): Incident {
  return {
    id: 'a/r/orders/under_replicated/cluster#1',
    dedupKey: 'a/r/orders/under_replicated/cluster',
    cluster: 'a/r/orders',
    cause: 'broker_failure',
    status: 'triggered',
    severity: 'critical',
    title: 'partitions of orders are under-replicated',
    entity: { cluster: 'a/r/orders' },
    rule: 'under_replicated',
    triggeredAtMs: t0,
    findings: [],
    timeline: [{ seq: 1, atMs: t0, kind: 'triggered', words: '3 partitions miss a replica' }],
    deliveries: {},
    version: 1,
    ...given,
  };
}

/** What every incident store must do. `make` opens an empty store for each test. */
export function incidentStoreContract(name: string, make: () => Promise<IncidentStore>): void {
  describe(`${name} keeps the contract of an incident store`, () => {
    let store: IncidentStore;
    beforeEach(async () => {
      store = await make();
    });
    afterEach(() => store.close());

    test('an incident comes back as it was put', async () => {
      const incident = incidentOf();
      expect(await store.put(incident)).toBe(true);
      expect(await store.open()).toEqual([incident]);
      expect(await store.list(10)).toEqual([incident]);
    });

    test('refuses a first version that is there already', async () => {
      await store.put(incidentOf());
      expect(await store.put(incidentOf({ title: 'another' }))).toBe(false);
      expect((await store.list(1))[0]?.title).toBe(incidentOf().title);
    });

    test('refuses a write that has not seen the newest version', async () => {
      await store.put(incidentOf());
      expect(await store.put(incidentOf({ version: 2, severity: 'warning' }))).toBe(true);
      expect(await store.put(incidentOf({ version: 2, severity: 'info' }))).toBe(false);
      expect(await store.put(incidentOf({ version: 4 }))).toBe(false);
      expect((await store.list(1))[0]?.severity).toBe('warning');
    });

    test('a resolved incident stays open until every receiver has been told', async () => {
      const resolved = incidentOf({
        status: 'resolved',
        resolvedAtMs: t0 + 1,
        timeline: [
          { seq: 1, atMs: t0, kind: 'triggered', words: 'a' },
          { seq: 2, atMs: t0 + 1, kind: 'resolved', words: 'b' },
        ],
        deliveries: { pagerduty: { deliveredSeq: 1, attempts: 1, retryAtMs: t0 + 2 } },
      });
      await store.put(resolved);
      expect(await store.open()).toEqual([resolved]);
      const told = {
        ...resolved,
        version: 2,
        deliveries: { pagerduty: { deliveredSeq: 2, attempts: 2 } },
      };
      await store.put(told);
      expect(await store.open()).toEqual([]);
      expect(await store.list(10)).toEqual([told]);
    });

    test('the list is newest first and no longer than asked', async () => {
      for (let i = 1; i <= 3; i++) await store.put(incidentOf({ id: `i${i}`, triggeredAtMs: t0 + i }));
      expect((await store.list(2)).map((incident) => incident.id)).toEqual(['i3', 'i2']);
    });
  });
}
