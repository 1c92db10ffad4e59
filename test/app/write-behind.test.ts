import { createWriteBehindModelStore } from '../../app/write-behind.ts';
import { modelStoreContract } from '../contracts/model-store.ts';
import { createMemoryModelStore } from '../memory/index.ts';

modelStoreContract('write-behind', async () => createWriteBehindModelStore(createMemoryModelStore()));

test('nothing reaches the store before the flush, and only what has changed since the last one', async () => {
  const inner = createMemoryModelStore();
  const store = createWriteBehindModelStore(inner);
  await store.save(new Map([['a', 1]]));
  expect(await inner.load(['a'])).toEqual(new Map());
  await store.flush();
  expect(await inner.load(['a'])).toEqual(new Map([['a', 1]]));
  await inner.save(new Map([['a', 'changed by another']]));
  await store.save(new Map([['b', 2]]));
  await store.flush();
  expect(await inner.load(['a', 'b'])).toEqual(
    new Map<string, string | number>([
      ['a', 'changed by another'],
      ['b', 2],
    ]),
  );
});

test('a flush that fails is made up for by the next one', async () => {
  const inner = createMemoryModelStore();
  const store = createWriteBehindModelStore(inner);
  await store.save(new Map([['a', 1]]));
  inner.isDown = true;
  await expect(store.flush()).rejects.toThrow();
  inner.isDown = false;
  await store.flush();
  expect(await inner.load(['a'])).toEqual(new Map([['a', 1]]));
});

test('closing writes what is left', async () => {
  const inner = createMemoryModelStore();
  const store = createWriteBehindModelStore(inner);
  await store.save(new Map([['a', 1]]));
  await store.close();
  expect(await inner.load(['a'])).toEqual(new Map([['a', 1]]));
});
