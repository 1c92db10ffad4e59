/** exp(−gamma · squared distance) of row `i` of `a` and row `j` of `b`, each row after row. */
export function radialKernel(
  a: ArrayLike<number>,
  i: number,
  b: ArrayLike<number>,
  j: number,
  columns: number,
  gamma: number,
): number {
  let sum = 0;
  for (let k = 0; k < columns; k++) {
    const off = a[i * columns + k]! - b[j * columns + k]!;
    sum += off * off;
  }
  return Math.exp(-gamma * sum);
}

/** Rows of the kernel's matrix, each reckoned when it is first asked for: a machine needs those of its vectors. */
export class KernelRows {
  readonly count: number;
  private readonly rows: Float64Array;
  private readonly columns: number;
  private readonly gamma: number;
  private readonly known: (Float64Array | undefined)[];

  constructor(rows: ArrayLike<number>, columns: number, gamma: number) {
    this.rows = Float64Array.from(rows);
    this.columns = columns;
    this.gamma = gamma;
    this.count = rows.length / columns;
    this.known = new Array(this.count);
  }

  /** Of a row and each other; 1 with itself. */
  of(row: number): Float64Array {
    const held = this.known[row];
    if (held !== undefined) return held;
    const { rows, columns, gamma } = this;
    const values = new Float64Array(this.count);
    for (let j = 0; j < values.length; j++) values[j] = radialKernel(rows, row, rows, j, columns, gamma);
    this.known[row] = values;
    return values;
  }
}
