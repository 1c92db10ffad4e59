import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { detectorById, detectors, groupDetectors } from '../../../lib/domain/anomaly/index.ts';

test('every folder beside the registry is a detector in it', () => {
  const room = join(__dirname, '../../../lib/domain/anomaly');
  const others = new Set(['calibration', 'decisions', 'segments']);
  const folders = readdirSync(room, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !others.has(entry.name))
    .map(({ name }) => name);
  // Kinds of one detector share its folder: robust-z-score is in z-score.
  const homes = [...detectors, ...groupDetectors].map(
    ({ id }) => folders.find((name) => id === name || id.endsWith(`-${name}`)) ?? id,
  );
  expect([...new Set(homes)].sort()).toEqual(folders.sort());
});

test('a detector is found by its id, and none by an unknown one', () => {
  for (const detector of detectors) expect(detectorById(detector.id)).toBe(detector);
  expect(detectorById('oracle')).toBeUndefined();
});
