import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLagSettings } from '../../app/lag-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidewatch-lag-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const path = join(folder, 'lag.yaml');
  writeFileSync(path, text);
  return readLagSettings(path);
}

test('an empty file allows what is allowed by default', () => {
  expect(read('')).toEqual({ allowedMessages: 1000, allowedSeconds: 60, groups: {} });
});

test('groups have what is different for them', () => {
  expect(read('groups:\n  etl-*: { allowedSeconds: 90000 }\n  dev: { off: true }\n')).toMatchObject({
    groups: { 'etl-*': { allowedSeconds: 90_000 }, dev: { off: true } },
  });
});

test.each([
  ['allowedMessages: -1', /lag\.yaml: allowedMessages: /],
  ['groups: { dev: { of: true } }', /lag\.yaml: groups\.dev: .*"of"/],
  ['allowedMesages: 5', /lag\.yaml: top level: .*"allowedMesages"/],
  ['[1, 2', /lag\.yaml: /],
])('refuses %s', (text, message) => {
  expect(() => read(text)).toThrow(message);
});

test('refuses a file that is not there', () => {
  expect(() => readLagSettings(join(folder, 'none.yaml'))).toThrow(/none\.yaml: no such file; give the path/);
});
