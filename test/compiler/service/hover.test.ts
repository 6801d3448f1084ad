/** What is told of what the pointer is at. */
import { describe, expect, test } from 'vitest';
import { hoverAt } from '../../../compiler/service/hover.ts';
import { at, read, shipped } from './support.ts';

/** In a strategy that compiles. */
const within = (statements: string) => `use base\n\nstrategy mine extends base {\n${statements}\n}\n`;

function hover(marked: string): { readonly text: string; readonly markdown: string } | null {
  const { analysis, offset } = at(marked);
  const found = hoverAt(analysis, offset);
  return found && { text: analysis.text.slice(found.span.start, found.span.end), markdown: found.markdown };
}

const feature = (expression: string) => within(`features { x = ${expression} }`);

describe('values', () => {
  test('a field: kind, unit, when it is known, what it is', () => {
    const { text, markdown } = hover(feature('cl|ose / open')) ?? {};
    expect(text).toBe('close');
    expect(markdown).toContain('`panel USD/share` · known at the close of t');
    expect(markdown).toContain('Last price of the session');
  });

  test('a call: the facets are those of this one, the signature and formula those of the function', () => {
    const markdown = hover(feature('me|an(returns(close, 5d), 20d)'))?.markdown;
    expect(markdown).toContain(
      '`panel` · known at the close of t · reaches back 24d'.replace('`panel`', '`panel ratio`'),
    );
    expect(markdown).toContain('mean(x, window)');
    expect(markdown).toMatch(/- means: `.*n.*`/);
  });

  test('at the open an open is known before a close', () => {
    expect(hover(feature('op|en / lag(close, 1d)'))?.markdown).toContain('known at the open of t');
  });

  test('a feature used elsewhere: how it is defined, with the comment above it', () => {
    const text = within(
      'features {\n  # how far above its mean\n  gap = close / mean(close, 20d) - 1\n  y = lag(g|ap, 3d)\n}',
    );
    const markdown = hover(text)?.markdown;
    expect(markdown).toContain('# how far above its mean\ngap = close / mean(close, 20d) - 1');
    expect(markdown).toContain('reaches back 19d');
  });

  test('the name where it is declared tells the same', () => {
    expect(hover(feature('1').replace('x =', 'x| =').replace('= 1', '= close / lag(close, 7d)'))?.markdown).toContain(
      'reaches back 7d',
    );
  });

  test('a param: its value and bounds', () => {
    expect(
      hover(
        within('param cut = 2% in 0% .. 5%\nportfolio { long top 5 by prediction where prediction > c|ut gross 65% }'),
      ),
    ).toEqual({
      text: 'cut',
      markdown: '```strat\nparam cut = 2% in 0% .. 5%\n```\n\n`scalar ratio`',
    });
  });

  test('the label: from which session on it is known', () => {
    expect(hover(within('label nex|t_week = forward_return(close, 5d)'))?.markdown).toContain(
      'known at the close of t+5',
    );
  });

  test('numbers: what they count', () => {
    expect(hover(within('costs { spread |5 bps }'))?.markdown).toBe('`5 bps` = 0.0005, a ratio');
    expect(hover(feature('mean(close, 2|0d) / close'))?.markdown).toBe('`20d`, a number of sessions');
    expect(hover(within('paper { capital 1M| USD }'))?.markdown).toBe('`1M USD` = 1000000, an amount of USD');
  });
});

describe('the language', () => {
  test('a setting: its form and what it is for', () => {
    const { text, markdown } = hover(within('risk { limit we|ight 20% }')) ?? {};
    expect(text).toBe('limit weight');
    expect(markdown).toContain('limit weight <limit>');
    expect(markdown).toContain('The most one name may weigh');
  });

  test('a word of a setting tells of the setting', () => {
    expect(hover(within('portfolio { long top 5 b|y prediction gross 65% }'))).toMatchObject({ text: 'by' });
  });

  test('a block: what it is for, and what nobody has said of it', () => {
    const markdown = hover(within('mod|el lstm { seed 7 }'))?.markdown;
    expect(markdown).toContain('What learns the label');
    expect(markdown).toMatch(/- `seeds`: `1`, by default/);
    expect(hover(within('spl|it { purge 10d }'))?.markdown).toMatch(/- `embargo`: `\d+d`, derived/);
  });

  test('a method of a setting is none of the functions of its name', () => {
    expect(hover(within('features { normalize zsc|ore(clip: 3) fitted on train }'))?.markdown).toContain(
      'fitted on train',
    );
    expect(hover(feature('zsc|ore(close)'))?.markdown).toContain('zscore(x');
  });

  test('a named argument', () => {
    expect(hover(within('model lstm { loss huber(de|lta: 0.05) }'))?.markdown).toMatch(/^`delta` of `huber`: /);
  });

  test('what is allowed: what the warning is about', () => {
    expect(hover(within('execution { allow same_close|_fill "the closing auction" }'))?.markdown).toContain(
      'orders that went into the closing auction',
    );
  });

  test('a library, a block that is included, a parent', () => {
    expect(hover('use std.features.core|14\n')?.markdown).toContain('- `features core14`');
    const included = 'use std.features.core14\nuse base\nstrategy mine extends base { features { include cor|e14 } }';
    expect(hover(included)?.markdown).toContain('ret_1d  = returns(close, 1d)');
    expect(hover('use base\nstrategy mine extends ba|se { }')?.markdown).toContain('strategy base');
  });

  test('a calendar', () => {
    expect(hover(within('universe { calendar XN|YS }'))?.markdown).toBe(
      '`XNYS`: 252 sessions a year, on the clock of America/New_York',
    );
  });
});

test('nothing is told of blanks, comments and names that nothing has', () => {
  expect(hover(within('# a com|ment'))).toBeNull();
  expect(hover(within('\n|\n'))).toBeNull();
  expect(hover(feature('nothing|_like_it'))).toBeNull();
});

test('in a library without a strategy the language and its own names are known', () => {
  expect(hover('features mine {\n  a = close / lag(close, 1d)\n  b = mean(a|, 5d)\n}')?.markdown).toContain(
    'a = close / lag(close, 1d)',
  );
  expect(hover('features mine {\n  a = me|an(close, 5d)\n}')?.markdown).toContain('mean(x, window)');
});

test.each(shipped())(
  'at every place of %s there is an answer, or none, and what it is about holds the place',
  (_, text) => {
    const analysis = read(text);
    let told = 0;
    for (let offset = 0; offset <= text.length; offset++) {
      const found = hoverAt(analysis, offset);
      if (found === null) continue;
      told++;
      expect(found.span.start).toBeLessThanOrEqual(offset);
      expect(found.span.end).toBeGreaterThanOrEqual(offset);
      expect(found.markdown).not.toBe('');
      expect(found.markdown).not.toContain('[object');
    }
    expect(told).toBeGreaterThan(text.length / 10);
  },
);
