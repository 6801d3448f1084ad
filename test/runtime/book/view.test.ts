/** What the rules read of the market: three stocks, five sessions; the value of stock i at session t is 10 i + t. */
import { expect, it, vi } from 'vitest';
import { MarketView } from '../../../runtime/book/view.ts';
import type { Value } from '../../../runtime/evaluate/values.ts';

const SESSIONS = 5;
const VALUES: Readonly<Record<string, Value>> = {
  panel: { shape: 'panel', values: Float64Array.from({ length: 15 }, (_, at) => 10 * Math.floor(at / 5) + (at % 5)) },
  series: { shape: 'series', values: Float64Array.of(5, 6, 7, 8, 9) },
  scalar: { shape: 'scalar', value: 3 },
};
const viewOf = (value = (node: string): Value => VALUES[node]!) => new MarketView(3, SESSIONS, value);

it('a row is over all stocks, whatever the shape, and the value is asked for once', () => {
  const value = vi.fn((node: string): Value => VALUES[node]!);
  const view = viewOf(value);
  expect([...view.row('panel', 3)]).toEqual([3, 13, 23]);
  expect([...view.row('panel', 4)]).toEqual([4, 14, 24]);
  expect([...view.row('series', 3)]).toEqual([8, 8, 8]);
  expect([...view.row('scalar', 0)]).toEqual([3, 3, 3]);
  view.history('panel', [0], 2, 4);
  expect(value.mock.calls).toEqual([['panel'], ['series'], ['scalar']]);
});

it('what is the same for all stocks is one number', () => {
  const view = viewOf();
  expect([view.scalar('series', 1), view.scalar('scalar', 1)]).toEqual([6, 3]);
  expect(() => view.scalar('panel', 1)).toThrow('differs by stock');
});

it('a history ends with the session, oldest first, and is missing before the first', () => {
  const view = viewOf();
  expect([...view.history('panel', [2, 0], 3, 3)]).toEqual([21, 22, 23, 1, 2, 3]);
  const none = Number.NaN;
  expect([...view.history('panel', [1], 4, 1)]).toEqual([none, none, 10, 11]);
  expect([...view.history('series', [0, 1], 2, 0)]).toEqual([none, 5, none, 5]);
  expect([...view.history('scalar', [0], 2, 4)]).toEqual([3, 3]);
});
