import { density } from '../../../../lib/domain/anomaly/index.ts';
import { testFittedRows } from '../fitted-rows.ts';

testFittedRows(density, { bound: 1.5, oddAbove: 2 });
