import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { CommandIo } from '../../../app/commands/command-io.ts';

/** What a command said and wrote, and the error it ended with. */
export interface Said {
  out: string;
  err: string;
  /** Name and message, '' when there was none. */
  error: string;
  readonly files: Map<string, string>;
}

/** Runs one command in this process; its clock moves on by 5 ms each time it is read. */
export async function runCommand(
  add: (program: Command, io: CommandIo) => void,
  args: readonly string[],
  over: Partial<CommandIo> = {},
): Promise<Said> {
  const said: Said = { out: '', err: '', error: '', files: new Map() };
  let nowMs = 0;
  const io: CommandIo = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    writeFile: async (path, text) => void said.files.set(path, text),
    nowMs: () => {
      nowMs += 5;
      return nowMs;
    },
    progress: () => undefined,
    terminal: undefined,
    hasColour: false,
    ...over,
  };
  const program = new Command().exitOverride().configureOutput({ writeErr: io.err, writeOut: io.out });
  add(program, io);
  for (const command of program.commands) command.exitOverride().configureOutput(program.configureOutput());
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    said.error = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return said;
}

/** A folder for the files of a suite; it is removed after it. */
export function useFolder(): {
  write(name: string, text: string): Promise<string>;
  path(name: string): string;
} {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidewatch-commands-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return {
    path: (name) => join(folder, name),
    async write(name, text) {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    },
  };
}
