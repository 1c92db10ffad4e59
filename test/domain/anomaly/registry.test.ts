import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { detectorById, detectors } from '../../../lib/domain/anomaly/index.ts';

test('every folder beside the registry is a detector in it', () => {
  const room = join(__dirname, '../../../lib/domain/anomaly');
  const folders = readdirSync(room, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'calibration',
  );
  expect(detectors.map(({ id }) => id).sort()).toEqual(folders.map(({ name }) => name).sort());
});

test('a detector is found by its id, and none by an unknown one', () => {
  for (const detector of detectors) expect(detectorById(detector.id)).toBe(detector);
  expect(detectorById('oracle')).toBeUndefined();
});
