import { StoreError } from '../../../ports/errors.ts';
import { lineOf } from '../../aws/retry.ts';

/** The work's result. @throws StoreError that names the table, whatever the work threw */
export async function guarded<T>(table: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unreachable(table, error);
  }
}

export function unreachable(table: string, error: unknown): StoreError {
  return new StoreError(`dynamodb table ${table} does not answer: ${lineOf(error)}`, { cause: error });
}
