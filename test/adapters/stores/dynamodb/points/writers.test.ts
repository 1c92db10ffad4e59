import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { StoreError } from '../../../../../lib/ports/errors.ts';
import { serviceError } from './fake-dynamodb.ts';
import { bytesIn, day, hour, minute, minutes, storeOf, t0, topicSeries, verdictOf } from './given.ts';

const all = { fromMs: t0, toMs: t0 + day };

test('writers of one block at the same time lose nothing of each other', async () => {
  const { open, client } = storeOf();
  const writers = Array.from({ length: 5 }, () => open());
  await Promise.all(writers.map((store, i) => store.write([minutes(bytesIn, t0 + i * minute, [i])])));
  expect(await open().read(all)).toEqual([minutes(bytesIn, t0, [0, 1, 2, 3, 4])]);
  expect(await open().series({})).toEqual([{ ...bytesIn, lastMs: t0 + 4 * minute }]);
  expect(client.commandCalls(PutItemCommand).length).toBeGreaterThan(10);
});

test('writers of new series at the same time are all listed', async () => {
  const { open } = storeOf();
  await Promise.all([0, 1, 2, 3].map((i) => open().write([minutes(topicSeries(i), t0, [i])])));
  expect(await open().series({})).toHaveLength(4);
});

test('a write whose answer was lost is found done, and the point is there once', async () => {
  const { store, faults } = storeOf();
  let lost = 0;
  faults.afterPut = () => (lost++ < 2 ? serviceError('InternalServerError', 500) : undefined);
  expect(await store.write([minutes(bytesIn, t0, [1])])).toEqual({ written: 1, rejected: [] });
  expect(await store.read(all)).toEqual([minutes(bytesIn, t0, [1])]);
});

test('writers that always come first are a StoreError after as many tries as allowed', async () => {
  const { store, client, pauses } = storeOf({ attempts: 3 });
  client.on(PutItemCommand).rejects(serviceError('ConditionalCheckFailedException'));
  await expect(store.write([minutes(bytesIn, t0, [1])])).rejects.toThrow(
    new StoreError('dynamodb table points: other writers came first 3 times; try again'),
  );
  expect(client.commandCalls(PutItemCommand)).toHaveLength(3);
  expect(pauses).toHaveLength(2);
});

test('what would change nothing is not written', async () => {
  const { store, client } = storeOf();
  const write = async () => {
    await store.write([minutes(bytesIn, t0, [1, 2, 3])]);
    await store.writeVerdicts([verdictOf()]);
  };
  await write();
  client.resetHistory();
  await write();
  await store.write([minutes(bytesIn, t0 + minute, [2])]);
  expect(client.commandCalls(PutItemCommand)).toHaveLength(0);
});

test('the list of series with verdicts is written again only once it is a day old', async () => {
  const { store, client, clock } = storeOf();
  const lists = () =>
    client
      .commandCalls(PutItemCommand)
      .filter(({ args: [{ input }] }) => input.Item?.sk?.S?.startsWith('v#t'));
  for (let at = 0; at <= 30; at++) {
    clock.now = t0 + at * hour;
    await store.writeVerdicts([verdictOf({ timeMs: clock.now })]);
  }
  expect(lists()).toHaveLength(2);
});

test.each(['index', 'index#123456789012/eu-central-1/orders'])(
  'a write that broke off before its item in %s is mended by a repeat',
  async (partition) => {
    const { store, faults } = storeOf();
    const denied = serviceError('AccessDeniedException');
    faults.beforePut = ({ Item }) => (Item?.pk?.S === partition ? denied : undefined);
    const write = () => store.write([minutes(bytesIn, t0, [1])]);
    await expect(write()).rejects.toThrow(
      'dynamodb table points does not answer: AccessDeniedException: AccessDeniedException',
    );
    expect(await store.series({})).toEqual([]);
    faults.beforePut = () => undefined;
    await write();
    expect(await store.series({})).toEqual([{ ...bytesIn, lastMs: t0 }]);
  },
);
