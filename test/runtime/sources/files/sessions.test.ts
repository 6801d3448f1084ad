import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../runtime/events.ts';
import { toIsoDay } from '../../../../runtime/market.ts';
import type { MarketRequest } from '../../../../runtime/ports.ts';
import { bar, barFiles, bars, COLUMNS, DAYS, PLAIN } from '../../../support/barFiles.ts';
import { everyone2024, openData } from '../../../support/fileMarket.ts';
import type { Cell } from '../../../support/tables.ts';

const { files, load } = barFiles();

describe('sessions', () => {
  it('are days the exchange was open with any bar; the others are told', async () => {
    const rows = ['2024-01-02', '2024-01-04', '2024-01-06', '2024-01-08'].map((day) => bar('A', day, 5));
    await files.write('bars.parquet', COLUMNS, rows);
    const market = await load(PLAIN);
    expect([...market.sessions].map(toIsoDay)).toEqual(['2024-01-02', '2024-01-04', '2024-01-08']);
    const told = market.assumptions.join('\n');
    expect(told).toContain('Bars on 1 day on which XNYS was closed are left out: 2024-01-06.');
    expect(told).toContain('On 2 sessions of XNYS no stock has a bar, which leaves out 2024-01-03, 2024-01-05.');
    expect(told).toContain('The period asks for 247 sessions more than the data have');
  });

  it('of a market that never closes are all days', async () => {
    const rows = ['2024-01-05', '2024-01-06', '2024-01-07'].map((day) => bar('A', day, 5));
    await files.write('bars.parquet', COLUMNS, rows);
    expect((await load(PLAIN, { calendar: 'always' })).sessions).toHaveLength(3);
  });
});

describe('large gaps are told at once', () => {
  async function notices(yaml: string, changes: Partial<MarketRequest>): Promise<[string, string][]> {
    const told: [string, string][] = [];
    const source = await openData(yaml, files.folder);
    const emit = (event: RunEvent): void => {
      if (event.type === 'notice') told.push([event.code, event.message]);
    };
    await source.load({ ...everyone2024, ...changes }, { emit });
    return told;
  }
  const list = (...tickers: string[]): Partial<MarketRequest> => ({ members: { source: 'list', tickers } });
  const week = { from: DAYS[0]!, to: DAYS[3]! };

  it('nothing to tell of whole data', async () => {
    await files.write('bars.parquet', COLUMNS, [...bars('A', [1, 2, 3, 4]), ...bars('B', [1, 2, 3, 4])]);
    expect(await notices(PLAIN, { period: week, ...list('A', 'B') })).toEqual([]);
  });

  it('members without bars: more than a tenth', async () => {
    const tickers = 'ABCDEFGHI'.split('');
    await files.write(
      'bars.parquet',
      COLUMNS,
      tickers.flatMap((ticker) => bars(ticker, [1, 2, 3, 4])),
    );
    expect(await notices(PLAIN, { period: week, ...list(...tickers, 'X') })).toEqual([]);
    expect(await notices(PLAIN, { period: week, ...list(...tickers, 'X', 'Y') })).toEqual([
      ['members-without-bars', '2 of 11 members (18%) have no bars and are left out: X, Y.'],
    ]);
  });

  it('bars that end early: by more than five sessions', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 2, 3, 4]));
    expect(await notices(PLAIN, { period: { from: DAYS[0]!, to: '2024-01-12' } })).toEqual([]);
    // Monday the 15th is a holiday.
    expect(await notices(PLAIN, { period: { from: DAYS[0]!, to: '2024-01-16' } })).toEqual([
      ['bars-end-early', 'The bars end 6 sessions before the period does.'],
    ]);
  });

  it('bars missing inside the life of stocks: how many, the worst first; not before, after, or without membership', async () => {
    const whole = bars('A', [1, 2, 3, 4]);
    const without = (ticker: string, ...days: number[]): Cell[][] =>
      bars(ticker, [1, 2, 3, 4]).filter((_, day) => !days.includes(day));
    const rows = [...whole, ...without('B', 1), ...without('C', 1, 2), ...without('D', 0), ...without('E', 1, 2)];
    await files.write('bars.parquet', COLUMNS, rows);
    files.text(
      'members.csv',
      `ticker,start,end\n${['A', 'B', 'C', 'D'].map((ticker) => `${ticker},2020-01-01,\n`).join('')}E,${DAYS[3]},\n`,
    );
    const yaml = `${PLAIN}\nmembership: { ALL: { path: members.csv } }`;
    expect(await notices(yaml, { period: week })).toEqual([
      [
        'bars-missing-inside',
        '2 stocks without bars on more than 1% of the sessions between first and last bar as a member: C (50%), B (25%).',
      ],
    ]);
  });
});
