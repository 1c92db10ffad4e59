/** Says one line, with the seconds since the start before it. */
export type Say = (line: string) => void;

/** @param write one line, without its end @param clock ms; it may start anywhere */
export function createProgress(
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
  clock: () => number = () => performance.now(),
): Say {
  const startMs = clock();
  return (line) => write(`${((clock() - startMs) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}
