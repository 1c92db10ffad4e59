import {
  type _Record,
  type Dimension,
  type RejectedRecord,
  RejectedRecordsException,
  WriteRecordsCommand,
} from '@aws-sdk/client-timestream-write';
import type { Problem } from '../../../domain/series/samples.ts';
import { StoreError } from '../../../ports/errors.ts';
import type { WriteReport } from '../../../ports/metric-store.ts';
import { inParallel } from '../../aws/parallel.ts';
import { lineOf, withRetry } from '../../aws/retry.ts';
import type { Settings } from './options.ts';

/** Records of one WriteRecords call. Source: Timestream developer guide, quotas. */
const batchSize = 100;

/** How often a record is sent again because another writer was there with a higher version. */
const versionRetries = 3;

/**
 * Writes records as upserts of the version given: of one series and time, the highest version stays.
 * @throws StoreError when a batch cannot be written at all; writing the same again mends it
 */
export async function writeRecords(
  settings: Settings,
  table: string,
  records: readonly _Record[],
  version: number,
): Promise<WriteReport> {
  const batches = Array.from({ length: Math.ceil(records.length / batchSize) }, (_, i) =>
    records.slice(i * batchSize, (i + 1) * batchSize).map((record) => ({ ...record, Version: version })),
  );
  const reports = await inParallel(batches, settings.width, (batch) => writeBatch(settings, table, batch));
  return {
    written: reports.reduce((sum, report) => sum + report.written, 0),
    rejected: mergeProblems(reports.flatMap((report) => report.rejected)),
  };
}

/** The records that the service did not list as rejected are written: only the rejected go on. */
async function writeBatch(
  settings: Settings,
  table: string,
  batch: readonly _Record[],
): Promise<{ written: number; rejected: Problem[] }> {
  const rejected: Problem[] = [];
  let rest = batch;
  for (let attempt = 0; rest.length > 0; attempt++) {
    const refusals = await sendBatch(settings, table, rest);
    const again: _Record[] = [];
    for (const refusal of refusals) {
      const record = rest[refusal.RecordIndex ?? -1];
      const newer = record && attempt < versionRetries ? withHigherVersion(record, refusal) : undefined;
      if (newer) again.push(newer);
      else rejected.push(problemOf(table, record, refusal));
    }
    rest = again;
  }
  return { written: batch.length - rejected.length, rejected };
}

/** The record above the version that is there, or `undefined` when the version is not what is wrong. */
function withHigherVersion(record: _Record, { ExistingVersion }: RejectedRecord): _Record | undefined {
  if (ExistingVersion === undefined || ExistingVersion < (record.Version ?? 1)) return undefined;
  return { ...record, Version: ExistingVersion + 1 };
}

function problemOf(table: string, record: _Record | undefined, { Reason = '' }: RejectedRecord): Problem {
  const reason = Reason.replace(/\s+/g, ' ').trim().slice(0, 300);
  const message = `timestream refused the record: ${reason}${adviceFor(reason)}`;
  return { kind: 'rejected', where: `${table} ${record?.MeasureName ?? 'unknown'}`, message, count: 1 };
}

function adviceFor(reason: string): string {
  return /retention|outside the time range/i.test(reason)
    ? '; enable magnetic store writes on the table, or lengthen its memory store retention'
    : '';
}

async function sendBatch(
  { writer, database, delay, attempts }: Settings,
  table: string,
  batch: readonly _Record[],
): Promise<readonly RejectedRecord[]> {
  const command = () =>
    new WriteRecordsCommand({ DatabaseName: database, TableName: table, ...withCommonAttributes(batch) });
  try {
    await withRetry(() => writer.send(command()), { delay, attempts });
    return [];
  } catch (error) {
    if (error instanceof RejectedRecordsException) return error.RejectedRecords ?? [];
    throw new StoreError(`timestream table ${database}.${table} cannot be written: ${lineOf(error)}`, {
      cause: error,
    });
  }
}

/** What all records of the batch share is said once: a write is billed by its size. */
function withCommonAttributes(batch: readonly _Record[]): { CommonAttributes: _Record; Records: _Record[] } {
  const shared = (batch[0]?.Dimensions ?? []).filter((one) =>
    batch.every((record) => hasDimension(record, one)),
  );
  const version = batch.every((record) => record.Version === batch[0]?.Version)
    ? batch[0]?.Version
    : undefined;
  const records = batch.map(({ Dimensions = [], Version, ...record }) => ({
    ...record,
    Dimensions: Dimensions.filter((one) => !shared.some((common) => common.Name === one.Name)),
    ...(version === undefined && { Version }),
  }));
  return {
    CommonAttributes: {
      Dimensions: shared,
      TimeUnit: 'MILLISECONDS',
      ...(version !== undefined && { Version: version }),
    },
    Records: records,
  };
}

function hasDimension({ Dimensions = [] }: _Record, wanted: Dimension): boolean {
  return Dimensions.some(({ Name, Value }) => Name === wanted.Name && Value === wanted.Value);
}

/** Problems of one kind, place and text counted together. */
function mergeProblems(problems: readonly Problem[]): readonly Problem[] {
  const merged = new Map<string, Problem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.kind, problem.where, problem.message]);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, count: known.count + problem.count } : problem);
  }
  return [...merged.values()];
}
