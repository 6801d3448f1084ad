import { describe, expect, it } from 'vitest';
import { maskRows, panelRows } from '../../../runtime/book/rows.ts';

const STOCKS = 3;
const SESSIONS = 300;
const panel = Float64Array.from({ length: STOCKS * SESSIONS }, (_, at) => at);

describe('rows of a stock-major panel', () => {
  it('are its sessions, from any first one on, across bands', () => {
    const rows = panelRows(panel, STOCKS, SESSIONS, null);
    for (let t = 37; t < SESSIONS; t++) expect([...rows.row(t)]).toEqual([t, SESSIONS + t, 2 * SESSIONS + t]);
    expect([...rows.row(5)]).toEqual([5, SESSIONS + 5, 2 * SESSIONS + 5]);
  });

  it('are missing where the mask says so', () => {
    const mask = new Uint8Array(STOCKS * SESSIONS).fill(1);
    mask[SESSIONS + 7] = 0;
    const rows = panelRows(panel, STOCKS, SESSIONS, mask);
    expect([...rows.row(7)]).toEqual([7, Number.NaN, 2 * SESSIONS + 7]);
    expect([...rows.row(8)]).toEqual([8, SESSIONS + 8, 2 * SESSIONS + 8]);
  });

  it('of a mask pass only where it is 1', () => {
    const mask = new Float64Array(STOCKS * SESSIONS);
    mask[2] = 1;
    mask[SESSIONS + 2] = Number.NaN;
    expect([...maskRows(mask, STOCKS, SESSIONS).row(2)]).toEqual([1, 0, 0]);
  });
});
