/**
 * Least squares of one response on the columns of a matrix that is given row by row, by Householder reflections of
 * blocks of rows: memory of O(k²), cost of O(n·k²), k columns.
 *
 * All models of the first j columns, j = 1 … k, come from the one reduction. Columns should be centred where the model
 * has a constant: then a large level does not cost digits.
 * Source: Golub and Van Loan (2013), Matrix Computations, sections 5.2 and 5.3.
 */
export class LeastSquares {
  readonly columns: number;
  /** Column-major, the response last: the triangle of what was reduced on top, rows to come below. */
  private readonly block: Float64Array;
  private readonly height: number;
  private used = 0;
  private rows = 0;

  constructor(columns: number) {
    this.columns = columns;
    const width = columns + 1;
    this.height = width + Math.max(4 * width, 512);
    this.block = new Float64Array(width * this.height);
  }

  /** Adds a row. @param row the columns, then the response: `columns + 1` values; it may be reused */
  add(row: ArrayLike<number>): void {
    if (this.used === this.height) this.reduce();
    const { block, height, columns } = this;
    for (let j = 0; j <= columns; j++) block[j * height + this.used] = row[j]!;
    this.used++;
    this.rows++;
  }

  /** The model of all rows so far. More rows may follow. */
  solve(): LeastSquaresFit {
    this.reduce();
    const width = this.columns + 1;
    const triangle = new Float64Array(width * width);
    for (let j = 0; j < width; j++) {
      for (let i = 0; i <= Math.min(j, this.used - 1); i++)
        triangle[j * width + i] = this.block[j * this.height + i]!;
    }
    return new LeastSquaresFit(this.columns, this.rows, triangle);
  }

  private reduce(): void {
    const { block, height, columns, used } = this;
    const width = columns + 1;
    for (let k = 0; k < Math.min(width, used - 1); k++) reflect(block, height, k, used, width);
    this.used = Math.min(used, width);
  }
}

/** Makes column k zero below its diagonal, and turns the columns after it likewise. */
function reflect(block: Float64Array, height: number, k: number, used: number, width: number): void {
  const at = k * height;
  let largest = 0;
  for (let i = k; i < used; i++) largest = Math.max(largest, Math.abs(block[at + i]!));
  if (!(largest > 0)) return;
  let norm = 0;
  for (let i = k; i < used; i++) norm += (block[at + i]! / largest) ** 2;
  const alpha = (block[at + k]! > 0 ? -1 : 1) * largest * Math.sqrt(norm);
  const head = block[at + k]! - alpha;
  // v = (head, column below) and H = I + v·vᵀ / (alpha·head)
  const scale = 1 / (alpha * head);
  for (let j = k + 1; j < width; j++) {
    const to = j * height;
    let dot = head * block[to + k]!;
    for (let i = k + 1; i < used; i++) dot += block[at + i]! * block[to + i]!;
    dot *= scale;
    block[to + k] = block[to + k]! + dot * head;
    for (let i = k + 1; i < used; i++) block[to + i] = block[to + i]! + dot * block[at + i]!;
  }
  block[at + k] = alpha;
  block.fill(0, at + k + 1, at + used);
}

/** What a reduction gives: models of the first `columns` columns, all of them unless said. */
export class LeastSquaresFit {
  readonly columns: number;
  readonly rows: number;
  private readonly triangle: Float64Array;

  constructor(columns: number, rows: number, triangle: Float64Array) {
    this.columns = columns;
    this.rows = rows;
    this.triangle = triangle;
  }

  private at(i: number, j: number): number {
    return this.triangle[j * (this.columns + 1) + i]!;
  }

  /** The first column that the columns before it explain to working precision; undefined when there is none. */
  collinearColumn(): number | undefined {
    for (let j = 0; j < this.columns; j++) {
      let norm = 0;
      for (let i = 0; i <= j; i++) norm += this.at(i, j) ** 2;
      if (j >= this.rows || !(Math.abs(this.at(j, j)) > 1e-11 * Math.sqrt(norm))) return j;
    }
    return undefined;
  }

  /** Sum of squared residuals. */
  residualSquares(columns = this.columns): number {
    let sum = 0;
    for (let i = this.columns; i >= columns; i--) sum += this.at(i, this.columns) ** 2;
    return sum;
  }

  /** The share of the response's sum of squares that is left. */
  residualShare(columns = this.columns): number {
    return this.residualSquares(columns) / this.residualSquares(0);
  }

  coefficients(columns = this.columns): Float64Array {
    const x = new Float64Array(columns);
    for (let i = columns - 1; i >= 0; i--) {
      let value = this.at(i, this.columns);
      for (let j = i + 1; j < columns; j++) value -= this.at(i, j) * x[j]!;
      x[i] = value / this.at(i, i);
    }
    return x;
  }

  /** Standard error of coefficient `index`, with rows − columns degrees of freedom. */
  standardError(index: number, columns = this.columns): number {
    const variance = this.residualSquares(columns) / (this.rows - columns);
    return Math.sqrt(variance * this.inverseSquares(index, columns));
  }

  tValue(index: number, columns = this.columns): number {
    return (this.coefficients(columns)[index] ?? Number.NaN) / this.standardError(index, columns);
  }

  /** Element (index, index) of (XᵀX)⁻¹: the squared length of R⁻ᵀ·e_index. */
  private inverseSquares(index: number, columns: number): number {
    const z = new Float64Array(columns);
    let sum = 0;
    for (let i = index; i < columns; i++) {
      let value = i === index ? 1 : 0;
      for (let k = index; k < i; k++) value -= this.at(k, i) * z[k]!;
      z[i] = value / this.at(i, i);
      sum += z[i]! ** 2;
    }
    return sum;
  }
}
