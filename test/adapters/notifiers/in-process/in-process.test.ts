import { createInProcessNotifier } from '../../../../lib/adapters/notifiers/in-process/index.ts';
import type { Finding } from '../../../../lib/domain/incidents/finding.ts';
import { parseMessage } from '../../../../lib/domain/incidents/message.ts';
import { NotifierError } from '../../../../lib/ports/errors.ts';

const finding: Finding = {
  rule: 'r',
  entity: { cluster: 'a/r/c' },
  status: 'firing',
  severity: 'info',
  sinceMs: 1,
  atMs: 2,
  evidence: { words: 'w', values: { value: 1 } },
};

test('the handler gets the messages that SNS would carry, all of a publication at once', async () => {
  const taken: (readonly string[])[] = [];
  const notifier = createInProcessNotifier(async (messages) => void taken.push(messages));
  await notifier.publish([finding, { ...finding, status: 'resolved' }]);
  await notifier.publish([]);
  expect(taken.map((messages) => messages.length)).toEqual([2]);
  expect(parseMessage(taken[0]?.[0] ?? '', { nowMs: 0 })).toEqual({ kind: 'finding', finding });
});

test('refuses to have published what the handler did not take', async () => {
  const notifier = createInProcessNotifier(() => Promise.reject(new Error('the queue is full')));
  await expect(notifier.publish([finding])).rejects.toThrow(NotifierError);
  await expect(notifier.publish([finding])).rejects.toThrow('1 findings were not taken: the queue is full');
});
