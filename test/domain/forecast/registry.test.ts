import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { forecasterById, forecasters } from '../../../lib/domain/forecast/index.ts';

/** What forecasts are judged by and what wraps a forecaster. */
const notForecasters = ['accuracy', 'effects'];

test('every folder beside the registry is a forecaster in it', () => {
  const room = join(__dirname, '../../../lib/domain/forecast');
  const folders = readdirSync(room, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => !notForecasters.includes(name));
  expect(forecasters.map(({ id }) => id).sort()).toEqual(folders.sort());
});

test('a forecaster is found by its id, and none by an unknown one', () => {
  for (const forecaster of forecasters) expect(forecasterById(forecaster.id)).toBe(forecaster);
  expect(forecasterById('oracle')).toBeUndefined();
});
