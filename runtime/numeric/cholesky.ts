/**
 * The Cholesky factor of a symmetric positive definite matrix whose rows come and go: L with A = L Lᵀ (Golub and Van
 * Loan, "Matrix Computations", 4th ed., 2013, sections 4.2 and 6.5.4). Appending or removing a row costs O(n²).
 */
export class CholeskyFactor {
  /** Row i holds L[i][0 .. i]. */
  private readonly rows: Float64Array[] = [];

  /** Of a whole matrix, row-major n × n, of which the lower half is read; null when it is not positive definite. */
  static of(matrix: Float64Array, n: number): CholeskyFactor | null {
    const factor = new CholeskyFactor();
    for (let i = 0; i < n; i++) if (!factor.append(matrix.subarray(i * n, i * n + i + 1))) return null;
    return factor;
  }

  get size(): number {
    return this.rows.length;
  }

  /**
   * Adds the next row of A, its diagonal last. False, and nothing is added, when the row depends on those before: when
   * what is left of the diagonal is within rounding of nothing.
   */
  append(row: Float64Array): boolean {
    const n = this.size;
    const added = this.forward(row.slice(0, n + 1));
    const diagonal = row[n]!;
    const left = diagonal - sumOfSquares(added, n);
    if (!(left > DEPENDENT * diagonal)) return false;
    added[n] = Math.sqrt(left);
    this.rows.push(added);
    return true;
  }

  /** Drops row and column k of A. */
  remove(k: number): void {
    this.rows.splice(k, 1);
    // The rows below stick out by one place; rotating two columns at a time brings them back to a triangle.
    for (let i = k; i < this.size; i++) {
      const row = this.rows[i]!;
      const length = Math.hypot(row[i]!, row[i + 1]!);
      const cos = row[i]! / length;
      const sin = row[i + 1]! / length;
      for (let j = i; j < this.size; j++) rotate(this.rows[j]!, i, cos, sin);
      this.rows[i] = row.subarray(0, i + 1);
    }
  }

  /** Solves A x = b in place; b may be longer than the matrix. */
  solve(b: Float64Array): Float64Array {
    this.forward(b);
    for (let i = this.size - 1; i >= 0; i--) {
      const row = this.rows[i]!;
      const x = b[i]! / row[i]!;
      b[i] = x;
      for (let j = 0; j < i; j++) b[j]! -= row[j]! * x;
    }
    return b;
  }

  /** Solves L y = b in place. */
  private forward(b: Float64Array): Float64Array {
    for (let i = 0; i < this.size; i++) {
      const row = this.rows[i]!;
      let rest = b[i]!;
      for (let j = 0; j < i; j++) rest -= row[j]! * b[j]!;
      b[i] = rest / row[i]!;
    }
    return b;
  }
}

/** A share of the diagonal below which the rest is rounding. */
const DEPENDENT = 1e-13;

function sumOfSquares(values: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]! * values[i]!;
  return sum;
}

function rotate(row: Float64Array, i: number, cos: number, sin: number): void {
  const a = row[i]!;
  const b = row[i + 1]!;
  row[i] = cos * a + sin * b;
  row[i + 1] = cos * b - sin * a;
}
