import type { ModelStore } from '../../lib/ports/model-store.ts';

/** What every model store must do. `make` opens an empty store for each test. */
export function modelStoreContract(name: string, make: () => Promise<ModelStore>): void {
  describe(`${name} keeps the contract of a model store`, () => {
    let store: ModelStore;
    beforeEach(async () => {
      store = await make();
    });
    afterEach(() => store.close());

    test('a state comes back as it was saved', async () => {
      const state = { ring: [1.25, -2e-9, null], text: "it's {x}, 日本", nested: { flag: true } };
      await store.save(new Map([['model/bytes_in{cluster=a/r/b}', state]]));
      expect(await store.load(['model/bytes_in{cluster=a/r/b}'])).toEqual(
        new Map([['model/bytes_in{cluster=a/r/b}', state]]),
      );
    });

    test('unknown keys are left out of the answer', async () => {
      await store.save(new Map([['a', 1]]));
      expect(await store.load(['a', 'b'])).toEqual(new Map([['a', 1]]));
      expect(await store.load([])).toEqual(new Map());
    });

    test('saving again replaces only the keys given', async () => {
      await store.save(
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
      );
      await store.save(new Map([['a', 3]]));
      expect(await store.load(['a', 'b'])).toEqual(
        new Map([
          ['a', 3],
          ['b', 2],
        ]),
      );
    });

    test('many keys are kept apart', async () => {
      const states = new Map(Array.from({ length: 300 }, (_, i) => [`key/${i}`, i] as const));
      await store.save(states);
      expect(await store.load([...states.keys()])).toEqual(states);
    });
  });
}
