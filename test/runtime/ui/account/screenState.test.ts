import { expect, test } from 'vitest';
import {
  AT_FIRST,
  type KeyPress,
  press,
  type ScreenFacts,
  type ScreenState,
  tableState,
} from '../../../../runtime/ui/account/screenState.ts';

const FACTS: ScreenFacts = {
  panels: ['positions', 'orders', 'risk', 'sessions', 'quality', 'log'],
  accounts: ['a', 'b', 'c'],
  ...{ rows: 100, page: 10, columns: 3 },
};

/** Named keys, and characters as they are typed. */
function after(keys: readonly string[], facts: Partial<ScreenFacts> = {}, from: ScreenState = AT_FIRST): ScreenState {
  return keys.reduce((state, key) => {
    const named = key.length > 1 ? ({ name: key } as KeyPress) : ({ name: 'text', text: key } as const);
    return press(state, named, { ...FACTS, ...facts });
  }, from);
}
function cursor(...keys: readonly string[]): number {
  return tableState(after(keys), 'positions').cursor;
}

test('arrows, j and k, pages, home and end move the cursor and stop at both ends', () => {
  expect(cursor('down', 'j', 'j', 'k')).toBe(2);
  expect(cursor('up')).toBe(0);
  expect(cursor('pageDown', 'pageDown', 'pageUp', 'down')).toBe(11);
  expect(cursor('end', 'down')).toBe(99);
  expect(cursor('G', 'g')).toBe(0);
  expect(tableState(after(['end', 'down'], { rows: 0 }), 'positions').cursor).toBe(0);
});

test('rows that have gone since do not count: the cursor goes on from the last', () => {
  const atEnd = after(['end']);
  expect(tableState(after(['up'], { rows: 5 }, atEnd), 'positions').cursor).toBe(3);
});

test('tab goes round the panels, numbers jump, and tables keep their place', () => {
  expect(after(['tab']).focus).toBe('orders');
  expect(after(['backTab'])).toMatchObject({ focus: 'log', notes: 'log', table: 'log' });
  expect(after(['3'])).toMatchObject({ focus: 'risk', table: 'positions' });
  expect(after(['5'])).toMatchObject({ focus: 'quality', notes: 'quality' });
  expect(after(['7']).focus).toBe('positions');
  expect(tableState(after(['down', '2', '1']), 'positions').cursor).toBe(1);
});

test('s sorts by each column in turn and then not at all, from the top; r turns the order round', () => {
  expect(tableState(after(['down', 's']), 'positions')).toEqual({ cursor: 0, sort: 0, reversed: false });
  expect(tableState(after(['s', 's', 'r']), 'positions')).toEqual({ cursor: 0, sort: 1, reversed: true });
  expect(tableState(after(['s', 's', 's', 's']), 'positions').sort).toBeNull();
  expect(tableState(after(['s'], { columns: 0 }), 'positions').sort).toBeNull();
});

test('/ types a filter, in which letters are no commands; enter keeps it, escape ends it', () => {
  const typing = after(['/', 'q', 'a', 's', 'backspace']);
  expect(typing).toMatchObject({ filtering: true, filter: 'qa', account: null });
  expect(after(['enter'], {}, typing)).toMatchObject({ filtering: false, filter: 'qa' });
  expect(after(['escape'], {}, typing)).toMatchObject({ filtering: false, filter: '' });
  expect(after(['enter', 'escape'], {}, typing).filter).toBe('');
  expect(tableState(after(['end', '/', 'x']), 'positions').cursor).toBe(0);
});

test('a goes through the accounts, each from the top', () => {
  expect(after(['a']).account).toBe('b');
  expect(after(['down', 'a', 'a', 'a'])).toMatchObject({ account: 'a', tables: {} });
  expect(after(['a'], { accounts: ['only'] }).account).toBe('only');
});

test('? shows the help, and any key goes back without doing anything else', () => {
  const help = after(['?']);
  expect(help.help).toBe(true);
  expect(after(['s'], {}, help)).toEqual(AT_FIRST);
});

test('several letters that arrive as one are several keys', () => {
  expect(tableState(press(AT_FIRST, { name: 'text', text: 'jjj' }, FACTS), 'positions').cursor).toBe(3);
});
