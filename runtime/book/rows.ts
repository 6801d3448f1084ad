/**
 * Stock-major panels as rows, one per session: the book looks at all stocks of a session together. Rows are made a band
 * of sessions at a time, into a buffer that is used again: a band stays in the cache, and each cache line of the panel
 * is read once.
 */
import type { Panel } from '../market.ts';

/** Sessions of a band: whole cache lines of each stock, and rows that stay in the cache. */
const BAND = 64;

/** Rows of one panel or mask, session by session; a row is valid until another band is asked for. */
export interface Rows<Row> {
  row(session: number): Row;
}

/** Rows of a panel; `sessions` are those of the panel. */
export function panelRows(panel: Panel, stocks: number, sessions: number): Rows<Float64Array> {
  return banded(new Float64Array(BAND * stocks), stocks, sessions, (band, first, end) =>
    transpose(panel, stocks, sessions, first, end, band),
  );
}

/** Rows of a mask of 0 and 1. */
export function maskRows(mask: Uint8Array, stocks: number, sessions: number): Rows<Uint8Array> {
  return banded(new Uint8Array(BAND * stocks), stocks, sessions, (band, first, end) =>
    transposeBytes(mask, stocks, sessions, first, end, band),
  );
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

// One loop for each kind of array: a loop that meets two of them is several times slower for both.

function transpose(
  panel: Panel,
  stocks: number,
  sessions: number,
  first: number,
  end: number,
  band: Float64Array,
): void {
  const tiled = stocks - (stocks % 4);
  for (let i = 0; i < tiled; i += 4) {
    const a = i * sessions;
    const b = a + sessions;
    const c = b + sessions;
    const d = c + sessions;
    for (let t = first, at = i; t < end; t++, at += stocks) {
      band[at] = panel[a + t]!;
      band[at + 1] = panel[b + t]!;
      band[at + 2] = panel[c + t]!;
      band[at + 3] = panel[d + t]!;
    }
  }
  for (let i = tiled; i < stocks; i++) {
    for (let t = first, at = i; t < end; t++, at += stocks) band[at] = panel[i * sessions + t]!;
  }
}

function transposeBytes(
  mask: Uint8Array,
  stocks: number,
  sessions: number,
  first: number,
  end: number,
  band: Uint8Array,
): void {
  const tiled = stocks - (stocks % 4);
  for (let i = 0; i < tiled; i += 4) {
    const a = i * sessions;
    const b = a + sessions;
    const c = b + sessions;
    const d = c + sessions;
    for (let t = first, at = i; t < end; t++, at += stocks) {
      band[at] = mask[a + t]!;
      band[at + 1] = mask[b + t]!;
      band[at + 2] = mask[c + t]!;
      band[at + 3] = mask[d + t]!;
    }
  }
  for (let i = tiled; i < stocks; i++) {
    for (let t = first, at = i; t < end; t++, at += stocks) band[at] = mask[i * sessions + t]!;
  }
}
