/** What is derived and nowhere written, shown where it belongs. */
import { expect, test } from 'vitest';
import { INLAYS, inlaysIn } from '../../../compiler/service/inlays.ts';
import { read, shipped } from './support.ts';

/** The text with its inlays in it, as an editor shows it. */
function shown(text: string, options = INLAYS): string {
  const inlays = inlaysIn(read(text), { start: 0, end: text.length }, options);
  return inlays
    .toReversed()
    .reduce((out, { offset, text: inlay }) => `${out.slice(0, offset)}«${inlay}»${out.slice(offset)}`, text);
}

const HEIR = `use base

strategy mine extends base {
  label ahead = forward_return(close, 5d)

  features {
    slow = stdev(returns(close, 1d), 60d)
    gap  = open / lag(close, 1d) - 1
    now  = close / open - 1
  }

  split {
    train 2020-01-01 .. 2022-12-31
  }
}
`;

test('how far features reach back, when what is not known at the close is, and gaps between windows', () => {
  const text = shown(HEIR);
  // A return of one session, over 60 of them.
  expect(text).toContain('stdev(returns(close, 1d), 60d)«60d back»');
  expect(text).toContain('gap  = open / lag(close, 1d) - 1«1d back, known at the open of t»');
  expect(text).toContain('now  = close / open - 1\n');
  expect(text).toContain('forward_return(close, 5d)«known at the close of t+5»');
  expect(text).toMatch(/split \{«purge 5d, embargo \d+d»/);
  expect(text).toMatch(/features \{«\d+ features, 60d back»/);
});

test('what is said needs no inlay', () => {
  expect(shown(HEIR.replace('split {', 'split {\n    purge 10d'))).toMatch(/split \{«embargo \d+d»/);
});

test('each kind can be turned off, and values by default on', () => {
  const off = { reach: false, derived: false, defaults: false };
  expect(shown(HEIR, off)).toBe(HEIR);
  const model = HEIR.replace('  split {', '  model { seed 7 }\n\n  split {');
  expect(shown(model, { ...off, defaults: true })).toMatch(/model \{«.*seeds 1.*»/);
  // 4 · 32 · (5 + 32 + 1) + 32 + 1, were it 5 inputs and one layer of 32.
  expect(shown(model)).toMatch(/model \{«[\d,]+ parameters»/);
});

test('a text with mistakes has those of what could be checked', () => {
  const text = shown(HEIR.replace('close / open - 1', 'close / opne - 1'));
  expect(text).toContain('60d)«60d back»');
  expect(text).not.toContain('embargo');
});

test('only the range that is asked for', () => {
  const analysis = read(HEIR);
  const start = HEIR.indexOf('gap');
  expect(inlaysIn(analysis, { start, end: HEIR.indexOf('now') }).map(({ text }) => text)).toEqual([
    '1d back, known at the open of t',
  ]);
});

test.each(shipped())('%s has inlays where it has definitions', (_, text) => {
  const inlays = inlaysIn(read(text), { start: 0, end: text.length }, { reach: true, derived: true, defaults: true });
  for (const { text: inlay } of inlays) expect(inlay).not.toMatch(/undefined|NaN/);
});
