import { expect, test } from 'vitest';
import { textOf } from '../../../../runtime/ui/account/segments.ts';
import { type TableSpec, type TableState, tableView, windowAround } from '../../../../runtime/ui/account/table.ts';

interface Fruit {
  readonly name: string;
  readonly price: number | null;
  readonly about: string;
}

const FRUIT: TableSpec<readonly Fruit[], Fruit> = {
  title: 'Fruit',
  columns: [
    { title: 'name', text: ({ name }) => name, value: ({ name }) => name, isText: true, rank: 0 },
    { title: 'price', text: ({ price }) => String(price ?? '–'), value: ({ price }) => price, rank: 2 },
    { title: 'about', text: ({ about }) => about, value: ({ about }) => about, isText: true, grows: true, rank: 1 },
  ],
  rows: (status) => status,
  ticker: ({ name }) => name,
  empty: 'none',
};
const ROWS: readonly Fruit[] = [
  { name: 'pear', price: 2, about: 'green' },
  { name: 'apple', price: null, about: 'red, and rather long to be told of in a narrow table' },
  { name: 'plum', price: 10, about: 'blue' },
];
const AS_IS: TableState = { cursor: 0, sort: null, reversed: false };

function view(state: Partial<TableState> = {}, filter = '', width = 40, height = 10) {
  return tableView(FRUIT, ROWS, filter, { ...AS_IS, ...state }, { width, height, isMarked: true });
}
function lines(...args: Parameters<typeof view>): string[] {
  const { head, lines } = view(...args);
  return [head, ...lines].map((line) => textOf(line).trimEnd());
}
function names(...args: Parameters<typeof view>): string[] {
  return view(...args).lines.map((line) => textOf(line).slice(1, 6).trim());
}

test('numbers stand on the right, text on the left, the marked row has its mark', () => {
  expect(lines({ cursor: 1 })).toEqual([
    ' name   price  about',
    ' pear       2  green',
    '›apple      –  red, and rather long to…',
    ' plum      10  blue',
  ]);
});

test('a column without room is left out, the highest rank first, and never one of rank 0', () => {
  expect(lines({}, '', 34)[0]).toBe(' name   about');
  expect(lines({}, '', 12)[0]).toBe(' name');
});

test('numbers sort from the highest, text from A, what is missing last; reversed, missing stays last', () => {
  expect(names({ sort: 1 })).toEqual(['plum', 'pear', 'apple']);
  expect(names({ sort: 1, reversed: true })).toEqual(['pear', 'plum', 'apple']);
  expect(names({ sort: 0 })).toEqual(['apple', 'pear', 'plum']);
  expect(names()).toEqual(['pear', 'apple', 'plum']);
  expect(view({ sort: 1, reversed: true }).order).toBe('by price ↑');
});

test('a filter takes tickers that contain it, in whatever case; it says when there is none', () => {
  expect(names({}, 'PL')).toEqual(['apple', 'plum']);
  expect(view({}, 'PL')).toMatchObject({ shown: 2, of: 3 });
  expect(lines({}, 'kiwi')[1]).toBe(' no ticker contains “kiwi”');
  expect(textOf(tableView(FRUIT, [], '', AS_IS, { width: 20, height: 5, isMarked: false }).lines[0]!)).toBe(' none');
});

test('it scrolls so that the cursor is seen, in the middle where there are rows on both sides', () => {
  expect(windowAround(0, 5, 100)).toEqual([0, 5]);
  expect(windowAround(50, 5, 100)).toEqual([48, 53]);
  expect(windowAround(99, 5, 100)).toEqual([95, 100]);
  expect(windowAround(2, 5, 3)).toEqual([0, 3]);
  expect(windowAround(-1, 5, 0)).toEqual([0, 0]);
  expect(names({ cursor: 99 }, '', 40, 2)).toEqual(['plum']);
});
