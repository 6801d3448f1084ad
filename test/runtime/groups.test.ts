/** Sectors by day, as expressions read them. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../runtime/evaluate/evaluate.ts';
import { type Groups, groupsForever, groupsOf, groupsOn } from '../../runtime/groups.ts';
import { UserError } from '../../runtime/ports.ts';
import { planOf, variant } from '../compiler/support.ts';
import { marketOf } from '../support/market.ts';

const axes = { sessions: Int32Array.of(10, 11, 12), tickers: ['A', 'B', 'C'] };
const _ = Number.NaN;

/** A mask of the strategy over a market of three sessions, stock by stock. */
function maskOf(condition: string, sectors: Groups): number[] {
  const plan = planOf(variant(`universe { require ${condition} }`));
  const market = { ...marketOf({ tickers: axes.tickers, sessions: 3 }), sectors };
  const mask = plan.universe.require.at(-1)!;
  return [...evaluate(plan.expressions, [mask], market).panel(mask)];
}

describe('groups', () => {
  const spells = [
    { stock: 0, group: 'Energy', from: -Infinity, to: 11 },
    { stock: 0, group: 'Media', from: 11, to: Infinity },
    { stock: 1, group: 'Banks', from: 12, to: 12 },
  ];

  it('hold from and to their days; of two the one that began last', () => {
    const groups = groupsOf(spells.toReversed(), axes);
    expect(groups.names).toEqual(['Banks', 'Energy', 'Media']);
    expect([0, 1, 2].map((t) => groupsOn(groups, t, axes))).toEqual([
      ['Energy', null, null],
      ['Media', null, null],
      ['Media', 'Banks', null],
    ]);
  });

  it('are refused when there are more names than can be numbered: a column of something else', () => {
    const tickers = Array.from({ length: 32_768 }, (_, stock) => `T${stock}`);
    const names = tickers.map((ticker) => `of ${ticker}`);
    expect(() => groupsForever(names, { ...axes, tickers })).toThrow('the sectors have 32768 names');
    const groups = groupsForever(names.slice(1), { ...axes, tickers: tickers.slice(1) });
    expect(Math.max(...groups.numbers)).toBe(32_766);
  });

  it('are asked for by name: not known of who is in none', () => {
    const groups = groupsOf(spells, axes);
    expect(maskOf('in_sector("Media")', groups)).toEqual([0, 1, 1, _, _, 0, _, _, _]);
    expect(maskOf('not in_sector("Media")', groups)).toEqual([1, 0, 0, _, _, 1, _, _, _]);
  });

  it('of a name that there is not are the reader’s to correct', () => {
    const groups = groupsForever(['Financials', null, 'Energy'], axes);
    const told = (name: string) => {
      try {
        maskOf(`in_sector("${name}")`, groups);
      } catch (error) {
        if (error instanceof UserError) return [error.code, ...error.hints];
      }
      return null;
    };
    expect(told('Financial')).toEqual(['no-such-sector', 'did you mean Financials?']);
    expect(told('Water')).toEqual(['no-such-sector', 'they have: Energy, Financials']);
  });
});
