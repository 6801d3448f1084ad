/** Bars that no market makes: which are refused, and which are news of a few. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Market, toIsoDay } from '../../../runtime/market.ts';
import { verifyFresh, verifyReached } from '../../../runtime/paper/freshness.ts';
import { marketRequest } from '../../../runtime/ports.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { smallStrategy } from '../../support/command.ts';
import { compiled } from '../../support/paper.ts';

const LIMITS = { leastBars: 0.9, mostFindings: 0.1 };
const AT = 100;
let market: Market;
let members: number[];

beforeAll(async () => {
  const synthetic = { source: 'synthetic', seed: 3, stocks: 48, planted_rank_ic: 0.1 } as const;
  const source = await openSource(synthetic, '.');
  market = await source.load(marketRequest(compiled(smallStrategy())), { emit() {} });
  const isThere = (stock: number) => market.members[stock * market.sessions.length + AT] === 1;
  members = [...market.tickers.keys()].filter(isThere);
});

/** Of so many members the close of the session is by a factor another one. */
function moved(count: number, factor: number): Market {
  const close = market.bars.close.slice();
  for (const stock of members.slice(0, count)) {
    const at = stock * market.sessions.length + AT;
    close[at] = factor * close[at - 1]!;
  }
  return { ...market, bars: { ...market.bars, close } };
}

const verdict = (of: Market) => () => verifyFresh(of, AT, LIMITS);

describe('moves of one session', () => {
  test('a tenth of the stocks is the most, whichever way', () => {
    expect(members.length).toBeGreaterThanOrEqual(40);
    const tenth = Math.floor(members.length / 10);
    expect(verdict(moved(tenth, 1.6))).not.toThrow();
    expect(verdict(moved(tenth + 1, 1.6))).toThrow(
      `the closes of ${tenth + 1} of ${members.length} stocks are half as high again`,
    );
    expect(verdict(moved(tenth + 1, 0.6))).toThrow(toIsoDay(market.sessions[AT]!));
  });

  test('all of them may move by a third, as no day has seen', () => {
    expect(verdict(moved(members.length, 1.33))).not.toThrow();
    expect(verdict(moved(members.length, 0.7))).not.toThrow();
  });

  test('two of a few may halve', () => {
    const { sessions } = market;
    const few = new Uint8Array(market.members.length);
    for (const stock of members.slice(0, 5)) few.fill(1, stock * sessions.length, (stock + 1) * sessions.length);
    expect(verdict({ ...moved(2, 0.5), members: few })).not.toThrow();
    expect(verdict({ ...moved(3, 0.5), members: few })).toThrow('3 of 5 stocks');
  });
});

test('a session behind the end of the data, and one that is left out', () => {
  const last = market.sessions.at(-1)!;
  expect(() => verifyReached(market, last)).not.toThrow();
  expect(() => verifyReached(market, last + 1)).toThrow(
    `the data end on ${toIsoDay(last)}, without a bar of ${toIsoDay(last + 1)}`,
  );
  const hole = { sessions: market.sessions.filter((day) => day !== market.sessions[AT]) };
  expect(() => verifyReached(hole, market.sessions[AT]!)).toThrow(
    `there is no bar of ${toIsoDay(market.sessions[AT]!)}, and there are of ${toIsoDay(last)}`,
  );
  expect(() => verifyReached({ sessions: new Int32Array(0) }, last)).toThrow('there are no data');
});
