/** Dots of a braille character by column and row, as bits of its code point above U+2800. */
const bits = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

/** A grid of characters of 2 by 4 dots each; dots outside are left out. */
export interface BrailleCanvas {
  /** Draws a line between two dots, counted from the upper left corner. */
  line(x0: number, y0: number, x1: number, y1: number): void;
  /** The character at a place; `undefined` where no dot is. */
  at(column: number, row: number): string | undefined;
}

export function createBrailleCanvas(columns: number, rows: number): BrailleCanvas {
  const cells = new Uint8Array(columns * rows);
  const dot = (x: number, y: number): void => {
    if (x < 0 || y < 0 || x >= 2 * columns || y >= 4 * rows) return;
    const cell = (y >> 2) * columns + (x >> 1);
    cells[cell] = (cells[cell] ?? 0) | (bits[x % 2 === 0 ? 0 : 1][y % 4] ?? 0);
  };
  return {
    line: (x0, y0, x1, y1) => {
      const count = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
      for (let i = 0; i <= count; i++)
        dot(Math.round(x0 + ((x1 - x0) * i) / count), Math.round(y0 + ((y1 - y0) * i) / count));
    },
    at: (column, row) => {
      const cell = cells[row * columns + column] ?? 0;
      return cell === 0 ? undefined : String.fromCodePoint(0x2800 + cell);
    },
  };
}
