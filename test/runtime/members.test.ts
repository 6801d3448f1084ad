/** Members by rank: who is among the top of the session before, and who may stay. */
import { describe, expect, it } from 'vitest';
import { withTopMembers } from '../../runtime/members.ts';
import { Graph } from '../support/expressions.ts';
import { marketOf } from '../support/market.ts';

const _ = Number.NaN;

/**
 * Rows are stocks A, B, …; columns sessions. As sets of letters, by session.
 * @param belongs who is of the universe at all; everybody unless said
 */
function top(values: readonly number[][], count: number, keep = count, belongs?: readonly number[][]): string[] {
  const tickers = [...'ABCDEFGH'].slice(0, values.length);
  const sessions = values[0]!.length;
  const graph = new Graph();
  const by = graph.call('lag', [graph.field('volume')], [1], undefined, 1);
  const universe = { top: { count, keep, by } } as Parameters<typeof withTopMembers>[0]['universe'];
  const market = marketOf({
    tickers,
    sessions,
    bars: { volume: Float64Array.from(values.flat()) },
    ...(belongs && { members: Uint8Array.from(belongs.flat()) }),
  });
  const { members } = withTopMembers({ universe, expressions: graph.nodes }, market);
  return Array.from({ length: sessions }, (_, t) => tickers.filter((_, i) => members[i * sessions + t] === 1).join(''));
}

describe('members by rank', () => {
  it('are the highest of the session before, by ticker among equals', () => {
    const values = [
      [1, 5, 5, 9],
      [3, 5, 4, 0],
      [2, 5, 6, 0],
    ];
    expect(top(values, 2)).toEqual(['', 'BC', 'AB', 'AC']);
    expect(top(values, 1)).toEqual(['', 'B', 'A', 'C']);
    expect(top(values, 9)).toEqual(['', 'ABC', 'ABC', 'ABC']);
  });

  it('are of those who belong on the day itself, and have a value', () => {
    const values = [
      [9, 9, 9, 9],
      [1, _, 1, 1],
      [2, 2, 2, 2],
    ];
    const belongs = [
      [1, 1, 0, 1],
      [1, 1, 1, 1],
      [1, 1, 1, 0],
    ];
    expect(top(values, 2, 2, belongs)).toEqual(['', 'AC', 'C', 'AB']);
  });

  it('stay until they fall below the place to which they are kept, and never are more', () => {
    const values = [
      [9, 9, 6, 1, 1],
      [8, 1, 9, 9, 9],
      [7, 8, 8, 8, 8],
      [6, 7, 7, 7, 0],
    ];
    expect(top(values, 2)).toEqual(['', 'AB', 'AC', 'BC', 'BC']);
    // Kept to the third place: B, at the fourth, makes room; A stays at the fourth no longer either.
    expect(top(values, 2, 3)).toEqual(['', 'AB', 'AC', 'BC', 'BC']);
    expect(top(values, 2, 4)).toEqual(['', 'AB', 'AB', 'AB', 'AB']);
  });

  it('come back as others do once they have left', () => {
    const values = [
      [9, 0, 9, 9],
      [8, 8, 8, 8],
      [7, 7, 7, 7],
    ];
    // A falls out, C takes the seat and keeps it at the third place.
    expect(top(values, 2, 3)).toEqual(['', 'AB', 'AB', 'AB']);
    expect(top(values, 2, 2)).toEqual(['', 'AB', 'BC', 'AB']);
    const lower = [...values, [6, 6, 6, 6]];
    expect(top(lower, 2, 3)).toEqual(['', 'AB', 'BC', 'BC']);
  });

  it('are all where the plan ranks nobody', () => {
    const market = marketOf({ tickers: ['A'], sessions: 2 });
    const universe = { top: null } as Parameters<typeof withTopMembers>[0]['universe'];
    expect(withTopMembers({ universe, expressions: {} }, market)).toBe(market);
  });
});
