/** What could be written at the caret, in unfinished texts. */
import { describe, expect, test } from 'vitest';
import { type Completion, completionsAt } from '../../../compiler/service/completion/completion.ts';
import { documentationOf, expanded } from '../../../compiler/service/completion/item.ts';
import { parse } from '../../../grammar/parse.ts';
import { at, read, shipped } from './support.ts';

const items = (marked: string): readonly Completion[] => {
  const { analysis, offset } = at(marked);
  return completionsAt(analysis, offset);
};
const labels = (marked: string) => items(marked).map(({ label }) => label);
const item = (marked: string, label: string) => items(marked).find((each) => each.label === label);

/** In a strategy without errors, in a block that is still open. */
const inBlock = (block: string, statement: string) =>
  `use base\n\nstrategy mine extends base {\n  ${block} {\n    ${statement}`;

describe('statements', () => {
  test('of a file', () => {
    expect(labels('|')).toEqual(expect.arrayContaining(['use', 'strategy', 'members', 'features']));
    expect(labels('|')).not.toContain('param');
  });

  test('of a strategy: blocks that it lacks, those it must have first; not those it has', () => {
    const offered = items('strategy s {\n  costs { spread 5 bps }\n  |\n}');
    expect(offered[0]?.detail).toBe('every strategy has one');
    expect(offered.map(({ label }) => label)).toEqual(expect.arrayContaining(['model', 'param', 'label', 'allow']));
    expect(offered.map(({ label }) => label)).not.toContain('costs');
  });

  test('a heir has the blocks of its parent', () => {
    expect(item('use base\nstrategy mine extends base {\n  |\n}', 'model')?.detail).toBe('');
  });

  test('of a block: settings not yet said, what has to be said first, in the order of the reference', () => {
    const offered = items('strategy s {\n  model lstm {\n    hidden 8\n    |\n  }\n}');
    expect(offered.map(({ label }) => label)).not.toContain('hidden');
    expect(offered.map(({ label }) => label).slice(0, 3)).toEqual(['loss', 'window', 'layers']);
    expect(
      item(
        'use base\nstrategy mine {\n  universe { members all }\n  execution {\n    decide at close\n    |\n  }\n}',
        'fill at',
      ),
    ).toBeDefined();
    expect(labels(inBlock('risk', 'limit weight 5%\n    |'))).toContain('stop when');
    expect(labels(inBlock('universe', 'require close > 5 USD\n    |'))).toContain('require');
  });

  test('of a split: what its kind is told', () => {
    expect(labels('strategy s {\n  split walk_forward {\n    |\n  }\n}')).toEqual(
      expect.arrayContaining(['over', 'step']),
    );
    expect(labels('strategy s {\n  split {\n    |\n  }\n}')).not.toContain('step');
  });

  test('before text that is there already, the word alone', () => {
    expect(item(inBlock('costs', '|spread 5 bps'), 'commission')?.snippet).toBe('commission');
    expect(item(inBlock('costs', '|'), 'commission')?.snippet).toContain('commission ${1:');
  });
});

describe('within a setting', () => {
  test('the words that may come next', () => {
    expect(labels(inBlock('portfolio', 'long top 5 b|'))).toEqual(['by']);
    expect(labels(inBlock('portfolio', 'long top 5 by prediction wh|'))).toEqual(['gross', 'where']);
    expect(labels(inBlock('execution', 'fill at |'))).toEqual([
      'close',
      'next close',
      'next open',
      'next vwap',
      'open',
      'vwap',
    ]);
    expect(labels(inBlock('execution', 'fill at next |'))).toEqual(['close', 'open', 'vwap']);
    expect(labels(inBlock('risk', 'limit |'))).toContain('turnover');
    expect(labels(inBlock('rebalance', '|'))).toEqual([]);
  });

  test('a number: how it is written here, and params of its unit', () => {
    const text = (setting: string) =>
      `strategy s {\n  param k = 38\n  param days = 20d\n  model lstm {\n    ${setting}`;
    expect(labels(text('window |'))).toEqual(['90d', 'days']);
    expect(labels(text('hidden |'))).toEqual(['128', 'k']);
    expect(labels(inBlock('costs', 'spread 5 |'))[0]).toBe('bps');
    expect(labels(inBlock('risk', 'target volatility 8% per |'))).toContain('year');
    expect(labels(inBlock('risk', 'target volatility 8% per |'))).not.toContain('over');
  });

  test('windows: days, or how long they are', () => {
    expect(labels('strategy s {\n  split {\n    train |')).toEqual(['2020-01-01 .. 2023-12-31']);
    expect(labels('strategy s {\n  split walk_forward {\n    train |')).toContain('3y');
  });

  test('values: what is known in that block and nothing else', () => {
    const scores = labels(inBlock('portfolio', 'long top 5 by |'));
    expect(scores).toEqual(expect.arrayContaining(['prediction', 'close', 'mean']));
    expect(scores).not.toContain('drawdown');
    expect(scores).not.toContain('forward_return');
    expect(labels(inBlock('risk', 'stop when |'))).toEqual(expect.arrayContaining(['drawdown', 'volatility']));
    expect(labels(inBlock('risk', 'stop when |'))).not.toContain('close');
    expect(labels(inBlock('risk', 'stop position when |'))).toContain('position_return');
    expect(labels(inBlock('costs', 'impact 10 bps * |'))).toEqual(expect.arrayContaining(['turnover', 'traded']));
    expect(labels(inBlock('model lstm', 'loss |'))).toEqual(expect.arrayContaining(['huber', 'mse']));
    expect(labels(inBlock('model lstm', 'loss |'))).not.toContain('mean');
  });

  test('methods, members, calendars, zones', () => {
    expect(labels(inBlock('model lstm', 'optimizer |'))).toEqual(['adam', 'adamw', 'sgd']);
    expect(item(inBlock('model lstm', 'optimizer |'), 'adamw')?.snippet).toMatch(/^adamw\(learning_rate: /);
    expect(labels(inBlock('universe', 'calendar |'))).toEqual(['XNYS', 'always', 'weekdays']);
    const zone = inBlock('paper', 'at 16:15 America/New_|');
    expect(labels(zone)).toContain('Europe/London');
    const { start, end } = item(zone, 'America/New_York')!.span;
    expect(at(zone).analysis.text.slice(start, end)).toBe('America/New_');
  });

  test('members of the standard library come with their `use`', () => {
    const found = item('strategy s {\n  universe {\n    members |', 'sp500');
    expect(found?.also?.[0]).toMatchObject({ span: { start: 0 }, text: 'use std.universe.sp500\n\n' });
    expect(item('use std.universe.sp500\nstrategy s {\n  universe {\n    members |', 'sp500')?.also).toBeUndefined();
  });
});

describe('within an expression', () => {
  test('of a call that is not yet closed: values, and the arguments still to be said', () => {
    const offered = labels('strategy s {\n  features {\n    x = mean(clo|');
    expect(offered).toEqual(expect.arrayContaining(['close', 'returns', 'window:']));
    expect(labels('strategy s {\n  features {\n    x = mean(close, |')).toEqual(['20d', 'window:']);
    expect(labels('strategy s {\n  model lstm { loss huber(|')).toContain('delta:');
    expect(labels('strategy s {\n  model lstm { loss huber(delta: |')).not.toContain('delta:');
    expect(labels('strategy s {\n  features { x = rank(close, by: |')).toEqual(
      expect.arrayContaining(['sector', 'buckets']),
    );
    expect(labels('strategy s {\n  features { x = rank(close, by: |')).not.toContain('close');
  });

  test('names of the strategy, inherited ones too; not the one that is being defined', () => {
    const text =
      'use base\nstrategy mine extends base {\n  param cut = 1%\n  features {\n    gap = open / lag(close, 1d) - 1\n    y = |';
    expect(labels(text)).toEqual(expect.arrayContaining(['cut', 'gap', 'k']));
    expect(labels(text)).not.toContain('y');
    expect(item(text, 'gap')?.detail).toBe('panel ratio, open of t');
  });

  test('a label: the return ahead first', () => {
    expect(labels('strategy s {\n  label ahead = |')[0]).toBe('forward_return');
  });

  test('behind a value that is whole there is nothing to complete', () => {
    expect(labels('strategy s {\n  features {\n    x = close |')).toEqual([]);
  });
});

describe('other statements', () => {
  test('use: the whole path', () => {
    const text = 'use std.fe|';
    expect(labels(text)).toContain('std.features.core14');
    expect(item(text, 'std.features.core14')!.span).toMatchObject({ start: 4, end: 10 });
  });

  test('extends, include, no, allow', () => {
    expect(labels('use base\nstrategy mine |')).toEqual(['extends']);
    expect(labels('use base\nstrategy mine extends |')).toEqual(['base']);
    expect(labels('use std.features.core14\nstrategy s {\n  features {\n    include |')).toEqual(['core14']);
    expect(labels(inBlock('portfolio', 'no |'))).toContain('short');
    const allowed = items(
      'use base\nstrategy mine extends base {\n  execution {\n    fill at close\n    allow |\n  }\n}',
    );
    expect(allowed[0]).toMatchObject({ label: 'same_close_fill', detail: 'given here' });
  });

  test('the kinds of models and splits', () => {
    expect(labels('strategy s {\n  model |')).toEqual(['lstm']);
    expect(labels('strategy s {\n  split |')).toEqual(['combinatorial', 'k_fold', 'walk_forward']);
  });
});

test('nothing is offered in comments and texts', () => {
  expect(labels('# use |')).toEqual([]);
  expect(labels('strategy s {\n  features {\n    x = external("VI|')).toEqual([]);
});

test('whatever is offered is documented, or goes without saying', () => {
  for (const { about, label } of [...items(inBlock('risk', '|')), ...items(inBlock('features', 'x = |'))]) {
    if (about !== null) expect(documentationOf(about), label).not.toBe('');
  }
});

/** Places where a word begins, with the rest of their statement cut off, as while it is being written. */
function cutsOf(text: string): readonly number[] {
  return [...text.matchAll(/[A-Za-z_][\w]*/g)].map(({ index }) => index);
}

function verifyAccepted(text: string, offset: number): number {
  const cut = text.slice(0, offset);
  const analysis = read(cut);
  const offered = completionsAt(analysis, offset);
  for (const each of offered) {
    const written = expanded(each.snippet);
    const { start } = each.span;
    const accepted = `${cut.slice(0, start)}${written}`;
    const wrong = parse(accepted, 'mine.strat').problems.filter(
      (problem) => problem.span.start >= start && problem.span.start < accepted.length - 1,
    );
    const line = accepted.slice(accepted.lastIndexOf('\n', start) + 1);
    expect(
      wrong.map(({ code }) => code),
      `${each.label} at ${offset}: ${line}`,
    ).toEqual([]);
  }
  return offered.length;
}

test.each(shipped())('whatever is offered in %s is read as it is meant', (name, text) => {
  // Everywhere in the one that has nearly everything, at some places of the others.
  const step = name.endsWith('s2_filter_negative.strat') ? 1 : 9;
  const cuts = cutsOf(text.replace(/#.*/g, (comment) => ' '.repeat(comment.length))).filter((_, i) => i % step === 0);
  const offered = cuts.map((offset) => verifyAccepted(text, offset)).reduce((sum, count) => sum + count, 0);
  expect(offered).toBeGreaterThan(cuts.length);
});

test.each(shipped())('at every place of %s there is an answer', (_, text) => {
  const analysis = read(text);
  for (let offset = 0; offset <= text.length; offset += 3) expect(() => completionsAt(analysis, offset)).not.toThrow();
});
