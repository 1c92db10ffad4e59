import { writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { createProgress, type Progress } from '../progress.ts';

/** What a command does to the world outside. */
export interface CommandIo {
  out(text: string): void;
  err(text: string): void;
  writeFile(path: string, text: string): Promise<void>;
  /** Time in ms that only ever grows, to measure durations by. */
  nowMs(): number;
  /** Progress on stderr, or `undefined` where nobody watches. */
  progress(title: string): Progress | undefined;
  /** Width and height of the terminal in characters; `undefined` when the output goes elsewhere. */
  readonly terminal: { readonly columns: number; readonly rows: number } | undefined;
  /** Whether colours are wanted. */
  readonly hasColour: boolean;
}

/** The process's own. Colours only in a terminal, and not where NO_COLOR is set (no-color.org). */
export function processIo(): CommandIo {
  const { stdout, stderr, env } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    writeFile: (path, text) => writeFile(path, text),
    nowMs: () => performance.now(),
    progress: (title) => (stderr.isTTY ? createProgress(title) : undefined),
    terminal: stdout.isTTY ? { columns: stdout.columns, rows: stdout.rows } : undefined,
    hasColour: stdout.isTTY === true && !env.NO_COLOR,
  };
}
