/**
 * Stock-major panels as rows, one per session: the book looks at all stocks of a session together. Transposed in tiles,
 * since a plain double loop misses the cache on every element.
 */

/** 32 × 32 numbers of either side fit the innermost cache. */
const TILE = 32;

interface Shape {
  readonly stocks: number;
  /** Sessions of the panel. */
  readonly sessions: number;
  /** Sessions wanted: `[first, end)`. */
  readonly first: number;
  readonly end: number;
}

/** Rows of a panel; where `mask` is given and not 1, NaN. */
export function panelRows(panel: Float64Array, shape: Shape, mask: Uint8Array | null = null): Float64Array {
  const { stocks, sessions, first, end } = shape;
  const rows = new Float64Array((end - first) * stocks);
  for (let tileStock = 0; tileStock < stocks; tileStock += TILE) {
    const lastStock = Math.min(stocks, tileStock + TILE);
    for (let tileSession = first; tileSession < end; tileSession += TILE) {
      const lastSession = Math.min(end, tileSession + TILE);
      for (let i = tileStock; i < lastStock; i++) {
        for (let t = tileSession; t < lastSession; t++) {
          const at = i * sessions + t;
          rows[(t - first) * stocks + i] = mask === null || mask[at] === 1 ? panel[at]! : Number.NaN;
        }
      }
    }
  }
  return rows;
}

/** Rows of a mask of 0, 1 and, for missing, NaN: 1 where it is 1. */
export function maskRows(mask: Uint8Array | Float64Array, shape: Shape): Uint8Array {
  const { stocks, sessions, first, end } = shape;
  const rows = new Uint8Array((end - first) * stocks);
  for (let tileStock = 0; tileStock < stocks; tileStock += TILE) {
    const lastStock = Math.min(stocks, tileStock + TILE);
    for (let tileSession = first; tileSession < end; tileSession += TILE) {
      const lastSession = Math.min(end, tileSession + TILE);
      for (let i = tileStock; i < lastStock; i++) {
        for (let t = tileSession; t < lastSession; t++) {
          rows[(t - first) * stocks + i] = mask[i * sessions + t] === 1 ? 1 : 0;
        }
      }
    }
  }
  return rows;
}
