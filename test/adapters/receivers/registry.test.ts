import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { receiverKinds } from '../../../lib/adapters/receivers/registry.ts';

test('every folder of a receiver is in the registry and has its README', () => {
  const root = join(__dirname, '../../../lib/adapters/receivers');
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(receiverKinds).sort());
  for (const { name } of folders) expect(readdirSync(join(root, name))).toContain('README.md');
});
