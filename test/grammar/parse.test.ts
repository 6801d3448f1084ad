import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildFile } from '../../grammar/build.ts';
import { layOut } from '../../grammar/layout.ts';
import { lex } from '../../grammar/lexer.ts';
import { parse } from '../../grammar/parse.ts';
import { StratParser } from '../../grammar/parser.ts';
import { SYNTAXES } from '../../grammar/pattern.ts';
import { STARTERS, WORDS } from '../../grammar/tokens.ts';
import type {
  Block,
  BlockStatement,
  BlockType,
  Definition,
  Expression,
  Setting,
  Strategy,
} from '../../grammar/tree.ts';
import { marked } from './marked.ts';
import { printed, printedExpression } from './printed.ts';

function tree(source: string) {
  const { file, problems } = parse(source, 'test.strat');
  expect(problems, source).toEqual([]);
  return file;
}

function expression(source: string): Expression {
  return (tree(`x = ${source}`).declarations[0] as Definition).value;
}

function statements(type: BlockType, source: string): readonly BlockStatement[] {
  return (tree(`${type} b {\n${source}\n}`).declarations[0] as Block).statements;
}

function setting(type: BlockType, source: string): Setting {
  const [only] = statements(type, source);
  expect(only.kind).toBe('setting');
  return only as Setting;
}

/** The tree as nested lists, operator first. */
function grouping(source: string): string {
  const show = (e: Expression): string => {
    if (e.kind === 'binary') return `(${e.operator} ${show(e.left)} ${show(e.right)})`;
    if (e.kind === 'unary') return `(${e.operator} ${show(e.operand)})`;
    return e.kind === 'parenthesized' ? show(e.inner) : printedExpression(e);
  };
  return show(expression(source));
}

const BROKEN = [
  'strategy s { portfolio { long top by gross 5% } risk { limit 3\nstop when x then } fill',
  'x = mean(close, [a, -, (b) c: 4\nuse a.\nallow not-x "y" members m = not - a ^ 3 per year',
  'paper p { at 16:15 America/ }\nexecution e { fill at next }\nuniverse u { benchmark BRK. \n members a as of }',
];

describe('the grammar', () => {
  it('needs one token of lookahead and is unambiguous, says Chevrotain', () => {
    expect(() => new StratParser({ validate: true })).not.toThrow();
  });

  it('is read the same with our lookahead as with that of Chevrotain', () => {
    const theirs = new StratParser({ validate: true });
    const sources = [readFileSync('strategies/s2_filter_negative.strat', 'utf8'), ...BROKEN];
    for (const text of sources) {
      const read = (parser: StratParser) => {
        const { tree: concrete, failures, unknown } = parser.read(layOut(lex(text, 't').tokens, text, 't').tokens);
        const site = { file: 't', problems: [] };
        const file = buildFile(concrete, text, site);
        return {
          file,
          site,
          failures: failures.map(({ message, token }) => [message, token.startOffset]),
          unknown: unknown.length,
        };
      };
      expect(read(new StratParser())).toEqual(read(theirs));
    }
  });

  it('reads the example of every setting', () => {
    for (const { setting: row } of SYNTAXES) expect(setting(row.block, row.example).key).toBe(row.key);
  });

  const files = globSync('{strategies,stdlib,examples}/**/*.strat');
  it.each(files)('reads %s, and prints it to the same tree', (path) => {
    const file = tree(readFileSync(path, 'utf8'));
    const shape = (value: unknown) => JSON.stringify(value, (key, inner) => (/span$/i.test(key) ? undefined : inner));
    expect(shape(tree(printed(file)))).toBe(shape(file));
    expect(files.length).toBeGreaterThan(3);
  });
});

describe('the target file', () => {
  const file = tree(readFileSync('strategies/s2_filter_negative.strat', 'utf8'));
  const strategy = file.declarations[0] as Strategy;
  const block = (type: BlockType) =>
    strategy.statements.find((s): s is Block => s.kind === 'block' && s.type === type)!;
  const settings = (type: BlockType) => block(type).statements.filter((s): s is Setting => s.kind === 'setting');

  it('has its parts in order', () => {
    expect(file.uses.map((use) => use.path.map((part) => part.text).join('.'))).toEqual([
      'std.features.core14',
      'std.universe.sp500',
    ]);
    expect(strategy.name.text).toBe('s2_filter_negative');
    expect(strategy.statements.map((s) => (s.kind === 'block' ? s.type : s.kind))).toEqual([
      ...['param', 'param', 'universe', 'features', 'definition', 'model'],
      ...['split', 'portfolio', 'execution', 'costs', 'risk', 'paper'],
    ]);
    expect(block('model').name?.text).toBe('lstm');
    expect(strategy.statements[0]).toMatchObject({
      name: { text: 'k' },
      value: { value: 38 },
      bounds: { from: { value: 5 }, to: { value: 100 } },
    });
    expect(strategy.statements[4]).toMatchObject({
      label: true,
      name: { text: 'next_return' },
      value: { kind: 'call' },
    });
  });

  it('has the slots of its settings', () => {
    const [long, short, weight, smooth, rebalance] = settings('portfolio');
    expect(long.slots).toMatchObject({ count: { text: 'k' }, score: { text: 'prediction' }, gross: { value: 0.65 } });
    expect(long.slots).not.toHaveProperty('filter');
    expect(short.slots.filter).toMatchObject({ operator: '<', right: { value: 0, unit: '%' } });
    expect(weight.slots.method).toMatchObject({ kind: 'name', text: 'equal' });
    expect(smooth.slots.method).toMatchObject({ kind: 'call', callee: { text: 'ewma' } });
    expect(rebalance.slots.schedule).toMatchObject({ kind: 'words', text: 'every session' });
    expect(settings('risk').map(({ key }) => key)).toEqual([
      'target volatility',
      ...['stop when', 'stop when', 'stop when', 'limit weight'],
    ]);
    expect(settings('risk')[0].slots).toMatchObject({
      target: { value: 0.08, unit: '%', per: 'year' },
      window: { value: 20, unit: 'd' },
      scale: { kind: 'range', from: { value: 0.5 }, to: { value: 2 } },
    });
    expect(settings('paper')[1].slots).toMatchObject({
      time: { hour: 16, minute: 15 },
      zone: { kind: 'compound-name', text: 'America/New_York' },
    });
    expect(settings('universe')[0].slots.when).toMatchObject({ kind: 'words', text: 'each session' });
    expect(settings('costs')[3].slots.rate).toMatchObject({ value: 0.005, unit: 'bps', per: 'year' });
    expect(block('execution').statements[2]).toMatchObject({
      kind: 'allow',
      code: 'same-close-fill',
      reason: { value: 'the closing auction, as the reference system assumes' },
    });
  });
});

describe('numbers', () => {
  it.each([
    ['38', 38, null, null],
    ['20%', 0.2, '%', null],
    ['20 %', 0.2, '%', null],
    ['65%', 0.65, '%', null],
    ['0.1%', 0.001, '%', null],
    ['5 bps', 0.0005, 'bps', null],
    ['5bps', 0.0005, 'bps', null],
    ['5M USD', 5_000_000, 'USD', null],
    ['5k', 5000, null, null],
    ['2.5B USD', 2_500_000_000, 'USD', null],
    ['1_000_000 USD', 1_000_000, 'USD', null],
    ['100 shares', 100, 'shares', null],
    ['20d', 20, 'd', null],
    ['3y', 3, 'y', null],
    ['5m', 5, 'm', null],
    ['8% per year', 0.08, '%', 'year'],
    ['50 bps per year', 0.005, 'bps', 'year'],
    ['1e-5', 0.00001, null, null],
    ['0.00001', 0.00001, null, null],
    ['2 per session', 2, null, 'session'],
  ])('%s', (source, value, unit, per) => {
    expect(expression(source)).toMatchObject({ kind: 'number', value, unit, per });
  });
});

describe('precedence', () => {
  it.each([
    ['a or b and c', '(or a (and b c))'],
    ['not a and b', '(and (not a) b)'],
    ['not a < b', '(not (< a b))'],
    ['not not a', '(not (not a))'],
    ['a + b < c * d', '(< (+ a b) (* c d))'],
    ['a - b - c', '(- (- a b) c)'],
    ['a / b * c', '(* (/ a b) c)'],
    ['a ^ b ^ c', '(^ a (^ b c))'],
    ['-a ^ 2', '(- (^ a 2))'],
    ['2 ^ -a ^ b', '(^ 2 (- (^ a b)))'],
    ['-a * b', '(* (- a) b)'],
    ['a * -b + c', '(+ (* a (- b)) c)'],
    ['a < b or c < d', '(or (< a b) (< c d))'],
    ['a == b and not c != d', '(and (== a b) (not (!= c d)))'],
    ['(a + b) * c', '(* (+ a b) c)'],
    ['close / mean(close, 5d) - 1', '(- (/ close mean(close, 5d)) 1)'],
  ])('%s', (source, expected) => {
    expect(grouping(source)).toBe(expected);
  });

  it('compares twice where parentheses say so', () => {
    expect(grouping('(a < b) == c')).toBe('(== (< a b) c)');
  });
});

describe('slots', () => {
  it.each(['SPY', 'BRK.B', 'BF-B', '600519.SS', '^GSPC', 'RDS.A-X'])('the ticker %s', (ticker) => {
    expect(setting('universe', `benchmark ${ticker}`).slots.ticker).toMatchObject({
      kind: 'compound-name',
      text: ticker,
    });
  });

  it('a ticker in quotes', () => {
    expect(setting('universe', 'benchmark "A B"').slots.ticker).toMatchObject({ kind: 'text', value: 'A B' });
  });

  it.each(['UTC', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires', 'America/Port-au-Prince'])('the zone %s', (zone) => {
    expect(setting('paper', `at 9:05 ${zone}`).slots).toMatchObject({
      time: { hour: 9, minute: 5 },
      zone: { text: zone },
    });
  });

  it('dates, choices and optional parts', () => {
    expect(setting('universe', 'period 2020-01-01 .. 2025-10-31').slots.period).toMatchObject({
      from: { kind: 'date', iso: '2020-01-01' },
      to: { iso: '2025-10-31' },
    });
    expect(setting('execution', 'fill at next open').slots.instant).toMatchObject({ text: 'next open' });
    expect(setting('execution', 'fill at close').slots.instant).toMatchObject({ text: 'close' });
    expect(setting('model', 'epochs 50').slots).toEqual({ count: expect.objectContaining({ value: 50 }) });
    expect(setting('risk', 'stop when drawdown > 8% then flatten, resume after 21d').slots).toMatchObject({
      action: { text: 'flatten' },
      resume: { value: 21 },
    });
    expect(setting('universe', 'members [AAPL, "BRK.B"]').slots.members).toMatchObject({
      items: [{ text: 'AAPL' }, { value: 'BRK.B' }],
    });
  });

  it('what is taken back', () => {
    expect(statements('risk', 'no stop when\nno limit weight\nno target volatility')).toMatchObject([
      { kind: 'removal', key: 'stop when' },
      { key: 'limit weight' },
      { key: 'target volatility' },
    ]);
  });

  it('the code of a warning, with dashes or underscores', () => {
    expect(statements('execution', 'allow same-close-fill "a"\nallow not_point_in-time "b\\"\\\\"')).toMatchObject([
      { code: 'same-close-fill', reason: { value: 'a' } },
      { code: 'not-point-in-time', reason: { value: 'b"\\' } },
    ]);
  });
});

describe('words are free as names', () => {
  const words = [...WORDS.keys(), ...[...STARTERS.keys()].filter((key) => !key.includes(' '))];

  it.each(words)('%s', (word) => {
    const source = [
      `use ${word}.${word}`,
      `strategy ${word} extends ${word} {`,
      `  param ${word} = ${word} in ${word} .. ${word}`,
      `  label ${word} = ${word}(${word}: ${word})`,
      `  features {\n    include ${word}\n    ${word} = ${word} + ${word}\n    normalize ${word} fitted on train\n  }`,
      `  portfolio { long top ${word} by ${word} where ${word} > 0 gross ${word} }`,
      `  risk { stop when ${word} > ${word} then flatten, resume after ${word} }`,
      `}`,
      `members ${word} = ${word}`,
      `costs ${word} { spread ${word} }`,
    ];
    const { declarations } = tree(source.join('\n'));
    expect(declarations).toHaveLength(3);
    expect(declarations[0]).toMatchObject({ name: { text: word }, parent: { text: word } });
  });
});

describe('layout', () => {
  const lines = (source: string) => tree(source).declarations.length;

  it('ends a statement at its line or at a semicolon', () => {
    expect(lines('x = 1\ny = 2; z = 3;')).toBe(3);
    expect(lines('x = 1\r\ny = 2\r\n')).toBe(2);
    expect(lines('x = 1\ry = 2')).toBe(2);
    expect(lines('\uFEFFx = 1\n\n\n# a comment\ny = 2 # another')).toBe(2);
    expect(lines('costs a { spread 5 bps } costs b { spread 5 bps; impact 1 bps }')).toBe(2);
  });

  it.each([
    'x = 1 +\n2',
    'x = 1\n+ 2',
    'x = 1\n  - 2',
    'x =\n1',
    'x = mean(\nclose\n,\n20d\n)',
    'x = mean(close,\n20d)',
    'x = [A,\nB]',
    'x = a\nand b',
    'x = not\na',
    '\tx = 1\n\t\t- 2',
    'x = 1 # why\n  # because\n  - 2',
  ])('goes on: %j', (source) => {
    expect(lines(source)).toBe(1);
  });

  it('goes on where the line is indented deeper than the statement', () => {
    const [long, short] = statements(
      'portfolio',
      '  long top k\n    by prediction\n    gross 65%\n  short bottom k by x gross 1%',
    );
    expect([long, short]).toMatchObject([{ key: 'long' }, { key: 'short' }]);
  });

  it('begins statements on the line of the brace and goes on with them below', () => {
    const source = 'risk r { limit weight 20%\n  limit sector 30%\n  limit turnover 50% }';
    expect((tree(source).declarations[0] as Block).statements).toHaveLength(3);
  });

  it('lets the brace stand on its own line', () => {
    expect(
      (tree('strategy s\n{\n  risk\n  {\n    limit weight 20%\n  }\n}').declarations[0] as Strategy).statements,
    ).toHaveLength(1);
  });
});

describe('spans', () => {
  it.each<[string, (source: string) => { span: { start: number; end: number } }]>([
    ['  «x = mean(close, 20d)  »'.replace('  »', '»  '), (s) => tree(s).declarations[0]],
    ['x = «mean(close, 20d)» # c', (s) => (tree(s).declarations[0] as Definition).value],
    ['x = «-a ^ 2»\n', (s) => (tree(s).declarations[0] as Definition).value],
    ['x = «(a)»', (s) => (tree(s).declarations[0] as Definition).value],
    ['x = «[a, b]»', (s) => (tree(s).declarations[0] as Definition).value],
    ['x = «50 bps per year»', (s) => (tree(s).declarations[0] as Definition).value],
    ['«use a.b»\nx = 1', (s) => tree(s).uses[0]],
    ['«strategy s {\n  param k = 3\n}»\n', (s) => tree(s).declarations[0]],
    ['strategy s {\n  «param k = 3 in 1 .. 5»\n}', (s) => (tree(s).declarations[0] as Strategy).statements[0]],
    ['strategy s {\n  «risk { limit weight 20% }»\n}', (s) => (tree(s).declarations[0] as Strategy).statements[0]],
    ['risk r { «limit  weight 20%» }', (s) => (tree(s).declarations[0] as Block).statements[0]],
    [
      'risk r { «limit  weight» 20% }',
      (s) => ({ span: ((tree(s).declarations[0] as Block).statements[0] as Setting).keySpan }),
    ],
    [
      'paper p { at 16:15 «America/New_York» }',
      (s) => ((tree(s).declarations[0] as Block).statements[0] as Setting).slots.zone,
    ],
    [
      'universe u { members m as of «each session» }',
      (s) => ((tree(s).declarations[0] as Block).statements[0] as Setting).slots.when,
    ],
    [
      'split s { train «2020-01-01 .. 2021-01-01» }',
      (s) => ((tree(s).declarations[0] as Block).statements[0] as Setting).slots.window,
    ],
  ])('%s', (source, pick) => {
    const { text, spans } = marked(source);
    const { start, end } = pick(text).span;
    expect({ start, end }).toEqual(spans[0]);
  });
});
