/** Which keys there are: the line at the foot of the screen, and the page of help. */

import type { ScreenState } from './screenState.ts';
import { fitting, type Line, segment } from './segments.ts';

const KEYS: readonly (readonly [keys: string, short: string, what: string])[] = [
  ['q', 'quit', 'leave the screen; nothing that runs is stopped'],
  ['?', 'help', 'this page'],
  ['tab', 'panel', 'the next panel; shift-tab the one before, 1 to 6 by number'],
  ['↑↓', 'scroll', 'a row (also j k), page up and down, home and end (also g G)'],
  ['s', 'sort', 'by the next column; after the last in the table’s own order'],
  ['/', 'filter', 'rows whose ticker contains what you type; enter keeps it, esc ends it'],
  ['r', 'reverse', 'the order of the table'],
  ['a', 'account', 'the next account'],
];

export function keyLine({ filtering, filter }: ScreenState, accounts: number, width: number): Line {
  if (filtering) {
    return fitting([[segment(`filter: ${filter}▏`, 'strong')], [segment('enter keeps it, esc ends it', 'dim')]], width);
  }
  const parts = KEYS.filter(([key]) => key !== 'a' || accounts > 1).map(([key, short]) => [
    segment(key, 'strong'),
    segment(` ${short}`, 'dim'),
  ]);
  return fitting(filter === '' ? parts : [[segment(`filtered by ${filter}`, 'warn')], ...parts], width);
}

export function helpLines(): readonly Line[] {
  return [
    ...KEYS.map(([key, , what]) => [segment(` ${key.padEnd(5)}`, 'strong'), segment(what)]),
    [],
    [segment(' sessions   ', 'dim'), segment('✓ booked  ! late or with findings  □ in cash  ■ a stop tripped')],
    [segment('            '), segment('✗ an invocation did not finish  ‖ halted')],
    [segment(' stops      ', 'dim'), segment('the bar is how much of the way to the limit is gone')],
    [],
    [segment(' any key goes back', 'dim')],
  ];
}
