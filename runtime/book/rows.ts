/**
 * Stock-major panels as rows, one per session: the book looks at all stocks of a session together. Rows are made a band
 * of sessions at a time, into a buffer that is used again: a band stays in the cache, and each cache line of the panel
 * is read once.
 */
import type { Panel } from '../market.ts';

/** Sessions of a band: a few cache lines of each stock, and rows that stay in the cache. */
const BAND = 32;

/** Rows of one panel or mask, session by session; a row is valid until another band is asked for. */
export interface Rows<Row> {
  row(session: number): Row;
}

/** Rows of a panel; NaN where there is a `mask` and it is not 1. `sessions` are those of the panel. */
export function panelRows(panel: Panel, stocks: number, sessions: number, mask: Uint8Array | null): Rows<Float64Array> {
  const fill = (band: Float64Array, first: number, end: number): void =>
    transpose(panel, mask, stocks, sessions, first, end, band);
  return banded(new Float64Array(BAND * stocks), stocks, sessions, fill);
}

/** Rows of a mask of 0, 1 and, for missing, NaN, which an array of bytes takes for 0. */
export function maskRows(mask: Uint8Array | Float64Array, stocks: number, sessions: number): Rows<Uint8Array> {
  const fill = (band: Uint8Array, first: number, end: number): void => {
    for (let i = 0; i < stocks; i++) {
      const column = i * sessions;
      for (let t = first, at = i; t < end; t++, at += stocks) band[at] = mask[column + t]!;
    }
  };
  return banded(new Uint8Array(BAND * stocks), stocks, sessions, fill);
}

function banded<Band extends Float64Array | Uint8Array>(
  band: Band,
  stocks: number,
  sessions: number,
  fill: (band: Band, first: number, end: number) => void,
): Rows<Band> {
  const views = Array.from({ length: BAND }, (_, k) => band.subarray(k * stocks, (k + 1) * stocks) as Band);
  let first = -BAND;
  return {
    row(session) {
      if (session < first || session >= first + BAND) {
        first = session;
        fill(band, first, Math.min(sessions, first + BAND));
      }
      return views[session - first]!;
    },
  };
}

function transpose(
  panel: Panel,
  mask: Uint8Array | null,
  stocks: number,
  sessions: number,
  first: number,
  end: number,
  band: Float64Array,
): void {
  for (let i = 0; i < stocks; i++) {
    const column = i * sessions;
    for (let t = first, at = i; t < end; t++, at += stocks) {
      band[at] = mask === null || mask[column + t] === 1 ? panel[column + t]! : Number.NaN;
    }
  }
}
