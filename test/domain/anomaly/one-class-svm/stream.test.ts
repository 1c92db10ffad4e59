import { oneClassSvm } from '../../../../lib/domain/anomaly/index.ts';
import { testFittedRows } from '../fitted-rows.ts';

testFittedRows(oneClassSvm, { bound: 1, oddAbove: 1 });
