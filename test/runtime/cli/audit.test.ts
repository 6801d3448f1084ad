/** `strat audit`, as a user calls it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toIsoDay } from '../../../runtime/market.ts';
import { makeSynthetic } from '../../../runtime/sources/synthetic/source.ts';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';
import { syntheticConfig } from '../../support/syntheticMarket.ts';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  place.write('small.strat', smallStrategy());
  place.write('config.yaml', SMALL_CONFIG);
});
afterEach(() => place.remove());

const audit = (...words: readonly string[]) => place.strat('audit', 'small.strat', '--config', 'config.yaml', ...words);

test('shows every node with its cuts, and how features drift', async () => {
  const { code, stdout, stderr } = await audit('--cuts', '3');
  expect(code).toBe(0);
  expect(stderr).toContain('cuts: ');
  expect(stdout).toContain('model  a small stand-in, for no run has kept one');
  expect(stdout).toMatch(/✓ vol_20d = stdev\(returns\(close, 1d\), 20d\) +3\/3 +\d+k? +same/);
  expect(stdout).toMatch(/✓ weights after the fill \(orders\)/);
  expect(stdout).toMatch(/✓ vol_20d +20d +0 +0 +0 +0/);
  expect(stdout).toContain('ok: nothing known later changes a bit of anything known before');
});

test('takes the model that a run has kept, and says the rest in JSON', async () => {
  expect((await place.strat('run', 'small.strat', '--config', 'config.yaml', '--quiet')).code).toBe(0);
  const { code, stdout, stderr } = await audit('--json', '--seed', '2');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({ strategy: 'small', seed: 2, ok: true, predictor: 'trained model', cutBy: 'audit' });
  expect(found.cuts).toHaveLength(8);
  const feature = found.nodes.find(({ text }: { text: string }) => text.startsWith('vol_20d = '));
  expect(feature).toMatchObject({ stage: 'expressions', cuts: 8, differing: 0, first: null });
  expect(feature.place).toMatch(/core14\.strat:\d+/);
});

/** The made-up market as a vendor sells it: adjusted for all splits until now, and nothing of what was paid. */
function vendorBars(): string {
  const { sessions, tickers, bars, benchmark } = makeSynthetic(syntheticConfig(12), {
    members: { source: 'constituents', index: 'SP500' },
    benchmark: 'SPY',
    calendar: 'XNYS',
    series: [],
    sectors: false,
    period: { from: '2021-01-01', to: '2022-03-31' },
  });
  const rows = Array.from(sessions, (day, t) => {
    const stocks = tickers.map((ticker, stock) => {
      const at = stock * sessions.length + t;
      const values = [bars.open, bars.high, bars.low, bars.close, bars.volume].map((panel) => panel[at]);
      return [ticker, toIsoDay(day), ...values];
    });
    const level = benchmark![t]!;
    return [...stocks, ['SPY', toIsoDay(day), level, level, level, level, 1]];
  });
  const lines = rows.flat().filter((row) => !row.includes(Number.NaN));
  return `ticker,date,open,high,low,close,volume\n${lines.map((row) => row.join(',')).join('\n')}\n`;
}

test('ends with 1 where a source knows what comes later, and names it', async () => {
  place.write('bars.csv', vendorBars());
  place.write('config.yaml', 'data:\n  source: csv\n  bars: { path: bars.csv, close_adjusted_for: splits }\n');
  const filtered = smallStrategy({ '    benchmark  SPY': '    benchmark  SPY\n    require    raw_close >= 5 USD' });
  place.write('small.strat', filtered);
  const { code, stdout } = await audit('--cuts', '3', '--quiet');
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ raw_close +3\/3/);
  // Ratios carry no level.
  expect(stdout).toMatch(/✓ ret_20d = /);
  expect(stdout).toContain('The source lets what comes later change what came before');
  expect(stdout).not.toContain('bug of ours');
});

test('refuses what is no number of cuts', async () => {
  for (const cuts of ['0', 'many', '1.5']) {
    const { code, stderr } = await audit('--cuts', cuts);
    expect(code).toBe(2);
    expect(stderr).toContain(`--cuts is a whole number from 1, not \`${cuts}\``);
  }
});
