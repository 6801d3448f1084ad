import { describe, expect, it } from 'vitest';
import { maskRows, panelRows } from '../../../runtime/book/rows.ts';

const STOCKS = 3;
const SESSIONS = 300;
const panel = Float64Array.from({ length: STOCKS * SESSIONS }, (_, at) => at);

describe('rows of a stock-major panel', () => {
  it('are its sessions, from any first one on, across bands', () => {
    const rows = panelRows(panel, STOCKS, SESSIONS);
    for (let t = 37; t < SESSIONS; t++) expect([...rows.row(t)]).toEqual([t, SESSIONS + t, 2 * SESSIONS + t]);
    expect([...rows.row(5)]).toEqual([5, SESSIONS + 5, 2 * SESSIONS + 5]);
  });

  it('of a mask are its bytes', () => {
    const mask = Uint8Array.from({ length: STOCKS * SESSIONS }, (_, at) => at % 2);
    expect([...maskRows(mask, STOCKS, SESSIONS).row(64)]).toEqual([0, 0, 0]);
    expect([...maskRows(mask, STOCKS, SESSIONS).row(65)]).toEqual([1, 1, 1]);
  });
});
