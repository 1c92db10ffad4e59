import { Presets, SingleBar } from 'cli-progress';

/** Shows how far long work is: a bar in a terminal, a line every tenth elsewhere. */
export interface Progress {
  /** @param done 0 … 1 */
  update(done: number, words: string): void;
  /** Removes the bar, so that lines can follow. */
  end(): void;
}

export function createProgress(title: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? createBar(title, stream) : createLines(title, stream);
}

function createBar(title: string, stream: NodeJS.WriteStream): Progress {
  const format = `${title} {bar} {percentage} %  {words}`;
  const bar = new SingleBar(
    { format, stream, hideCursor: true, clearOnComplete: false },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    update: (done, words) => {
      if (!isStarted) bar.start(100, 0, { words: '' });
      isStarted = true;
      bar.update(Math.floor(done * 100), { words });
    },
    end: () => bar.stop(),
  };
}

function createLines(title: string, stream: NodeJS.WriteStream): Progress {
  let saidTenth = 0;
  return {
    update: (done, words) => {
      const tenth = Math.floor(done * 10);
      if (tenth <= saidTenth) return;
      saidTenth = tenth;
      stream.write(`${title} ${tenth * 10} % (${words})\n`);
    },
    end: () => undefined,
  };
}
