import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { format } from '../../../grammar/format/format.ts';
import { readNumber } from '../../../grammar/literal.ts';
import { parse } from '../../../grammar/parse.ts';
import { type PatternElement, SYNTAXES } from '../../../grammar/pattern.ts';
import { BLOCK_TYPES } from '../../../grammar/settings.ts';
import { PERIODS, STARTERS, UNIT_WORDS, WORDS } from '../../../grammar/tokens.ts';
import type { BlockType, Expression, SlotValue, SourceFile } from '../../../grammar/tree.ts';
import { printed } from '../printed.ts';

/** Random trees, of the shapes that a text can have: where the grammar needs parentheses, they are in the tree. */
const span = { file: 'test.strat', start: 0, end: 0 };

/** Keywords as names too: nearly all of them are free. */
const word = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/),
    fc.constantFrom(...[...WORDS.keys(), ...[...STARTERS.keys()].filter((key) => !key.includes(' '))]),
  )
  .filter((text) => !['and', 'or', 'not'].includes(text));
const name = word.map((text) => ({ kind: 'name' as const, text, span }));

const digits = fc.oneof(
  fc.nat({ max: 99999 }).map(String),
  fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 999 })).map(([a, b]) => `${a}.${b}`),
  fc.constantFrom('1_000_000', '0.00001', '1e5', '2.5e-3'),
);
const number = fc
  .tuple(
    digits,
    fc.oneof(
      fc.constantFrom('', '%', 'd', 'w', 'm', 'y', 'k', 'M', 'B').map((suffix) => [suffix, null] as const),
      fc.tuple(fc.constantFrom('', 'k', 'M', 'B'), fc.constantFrom(...UNIT_WORDS)),
    ),
    fc.option(fc.constantFrom(...PERIODS)),
  )
  .map(([plain, [suffix, unitWord], per]) => {
    const { value, unit } = readNumber(plain + suffix, unitWord);
    const text = plain + suffix + (unitWord === null ? '' : ` ${unitWord}`) + (per === null ? '' : ` per ${per}`);
    return { kind: 'number' as const, value, text, unit, per, span };
  });
const date = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((day) => ({ kind: 'date' as const, iso: day.toISOString().slice(0, 10), span }));
const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((value) => !value.includes('\0'))
  .map((value) => ({ kind: 'text' as const, value, span }));

const LOOSEST = { or: 1, and: 2, comparison: 4, sum: 5, product: 6, minus: 7, power: 8, atom: 9 };
const OPERATORS = [
  ...(['or', 'and'] as const).map((operator) => ({ operator, power: LOOSEST[operator] })),
  ...(['<', '<=', '>', '>=', '==', '!='] as const).map((operator) => ({ operator, power: LOOSEST.comparison })),
  ...(['+', '-'] as const).map((operator) => ({ operator, power: LOOSEST.sum })),
  ...(['*', '/'] as const).map((operator) => ({ operator, power: LOOSEST.product })),
  { operator: '^' as const, power: LOOSEST.power },
];

/** The table of precedence once more, as a grammar would have it: how tightly what is outermost in a tree binds. */
function tightness(expression: Expression): number {
  if (expression.kind === 'binary') return OPERATORS.find(({ operator }) => operator === expression.operator)!.power;
  if (expression.kind === 'unary') return expression.operator === 'not' ? 3 : LOOSEST.minus;
  return LOOSEST.atom;
}

function atLeast(needed: number, inner: Expression): Expression {
  return tightness(inner) >= needed ? inner : { kind: 'parenthesized', inner, span };
}

const { expression } = fc.letrec<{ expression: Expression; atom: Expression }>((tie) => ({
  atom: fc.oneof(
    { depthSize: 'small' },
    name,
    number,
    date,
    text,
    fc.array(tie('expression'), { maxLength: 3 }).map((items) => ({ kind: 'list' as const, items, span })),
    tie('expression').map((inner) => ({ kind: 'parenthesized' as const, inner, span })),
    fc
      .tuple(name, fc.array(fc.tuple(fc.option(name), tie('expression')), { maxLength: 3 }))
      .map(([callee, args]): Expression => {
        const list = args.map(([label, value]) => ({ name: label, value, span }));
        return { kind: 'call', callee, arguments: list, span };
      }),
  ),
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('atom'),
    tie('expression').map(
      (operand): Expression => ({ kind: 'unary', operator: '-', operand: atLeast(LOOSEST.minus, operand), span }),
    ),
    tie('expression').map(
      (operand): Expression => ({ kind: 'unary', operator: 'not', operand: atLeast(3, operand), span }),
    ),
    fc
      .tuple(fc.constantFrom(...OPERATORS), tie('expression'), tie('expression'))
      .map(([{ operator, power }, left, right]): Expression => {
        const toTheRight = operator === '^';
        const comparison = power === LOOSEST.comparison;
        return {
          kind: 'binary',
          operator,
          operatorSpan: span,
          left: atLeast(toTheRight || comparison ? power + 1 : power, left),
          right: atLeast(toTheRight ? LOOSEST.minus : power + 1, right),
          span,
        };
      }),
  ),
}));

const ticker = fc.oneof(
  text,
  fc
    .constantFrom('SPY', 'BRK.B', 'BF-B', '600519.SS', '^GSPC')
    .map((value) => ({ kind: 'compound-name' as const, text: value, span })),
);
const zone = fc
  .constantFrom('UTC', 'America/New_York', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'America/Port-au-Prince')
  .map((value) => ({ kind: 'compound-name' as const, text: value, span }));
const time = fc
  .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
  .map(([hour, minute]) => ({ kind: 'time' as const, hour, minute, span }));
const range = (end: fc.Arbitrary<Expression>) =>
  fc.tuple(end, end).map(([from, to]) => ({ kind: 'range' as const, from, to, span }));
/** What does not begin with a date: one begins a range there. */
const stretch = fc.oneof(range(date), number);
const SLOTS = { expr: expression, dates: range(date), stretch, range: range(expression), name, ticker, zone, time };

function slots(elements: readonly PatternElement[]): fc.Arbitrary<Record<string, SlotValue>> {
  return fc.tuple(...elements.map(slotsOf)).map((values) => Object.assign({}, ...values) as Record<string, SlotValue>);
}

function slotsOf(element: PatternElement): fc.Arbitrary<Record<string, SlotValue>> {
  switch (element.kind) {
    case 'word':
      return fc.constant({});
    case 'slot':
      return (SLOTS[element.type] as fc.Arbitrary<SlotValue>).map((value) => ({ [element.name]: value }));
    case 'choice':
      return fc
        .constantFrom(...element.phrases)
        .map((phrase) => ({ [element.name]: { kind: 'words' as const, text: phrase.join(' '), span } }));
    case 'optional':
      return fc.oneof(fc.constant({}), slots(element.elements));
    case 'either':
      return fc.oneof(...element.branches.map(slots));
  }
}

const definition = fc
  .tuple(name, expression)
  .map(([named, value]) => ({ kind: 'definition' as const, label: false, name: named, value, span }));
const allow = fc
  .tuple(fc.constantFrom('same-close-fill', 'not-point-in-time', 'x'), text)
  .map(([code, reason]) => ({ kind: 'allow' as const, code, codeSpan: span, reason, span }));

function block(type: BlockType, named: fc.Arbitrary<typeof name extends fc.Arbitrary<infer N> ? N | null : never>) {
  const syntaxes = SYNTAXES.filter((syntax) => syntax.setting.block === type);
  const keys = syntaxes.map((syntax) => syntax.setting.key);
  const settings = syntaxes.map((syntax) =>
    slots(syntax.elements).map((values) => ({
      kind: 'setting' as const,
      key: syntax.setting.key,
      keySpan: span,
      slots: values,
      span,
    })),
  );
  const statement = fc.oneof(
    ...settings,
    name.map((included) => ({ kind: 'include' as const, name: included, span })),
    fc.constantFrom(...keys).map((key) => ({ kind: 'removal' as const, key, keySpan: span, span })),
    allow,
    ...(type === 'features' ? [definition] : []),
  );
  return fc
    .tuple(named, fc.array(statement, { maxLength: 4 }))
    .map(([header, statements]) => ({ kind: 'block' as const, type, typeSpan: span, name: header, statements, span }));
}

const anyBlock = (place: 'file' | 'strategy') =>
  fc.oneof(...BLOCK_TYPES.map((type) => block(type, place === 'file' || type === 'model' ? name : fc.constant(null))));
const param = fc
  .tuple(name, expression, fc.option(range(expression)))
  .map(([named, value, bounds]) => ({ kind: 'param' as const, name: named, value, bounds, span }));
const strategy = fc
  .tuple(
    name,
    fc.option(name),
    fc.array(
      fc.oneof(
        param,
        definition,
        definition.map((each) => ({ ...each, label: true })),
        anyBlock('strategy'),
        allow,
      ),
      {
        maxLength: 4,
      },
    ),
  )
  .map(([named, parent, statements]) => ({ kind: 'strategy' as const, name: named, parent, statements, span }));
const members = definition.map(({ name: named, value }) => ({ kind: 'members' as const, name: named, value, span }));
const use = fc.array(name, { minLength: 1, maxLength: 3 }).map((path) => ({ kind: 'use' as const, path, span }));
const file: fc.Arbitrary<SourceFile> = fc
  .tuple(
    fc.array(use, { maxLength: 2 }),
    fc.array(fc.oneof(strategy, anyBlock('file'), members, definition), { minLength: 1, maxLength: 3 }),
  )
  .map(([uses, declarations]) => ({ kind: 'file', uses, declarations, span }));

/** The tree without its spans. */
function shape(tree: unknown): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value) => (/span$/i.test(key) ? undefined : value)));
}

describe('print, then parse', () => {
  it('gives the same tree', () => {
    fc.assert(
      fc.property(file, (tree) => {
        const text = printed(tree);
        const { file: again, problems } = parse(text, 'test.strat');
        expect(problems, text).toEqual([]);
        expect(shape(again), text).toEqual(shape(tree));
      }),
      { numRuns: 1500, seed: 20200101 },
    );
  });

  it('and its text, formatted, is the same tree in a layout that stays', () => {
    fc.assert(
      fc.property(file, (tree) => {
        const text = printed(tree);
        const once = format(text, 'test.strat').text;
        expect(once).not.toBeNull();
        expect(shape(parse(once ?? '', 'test.strat').file), text).toEqual(shape(parse(text, 'test.strat').file));
        expect(format(once ?? '', 'test.strat').text).toBe(once);
      }),
      { numRuns: 1000, seed: 20200102 },
    );
  });

  it('writes the canonical layout', () => {
    const source =
      'use a.b; strategy s extends p{param k=38 in 5..100\nrisk{stop when drawdown>8% then flatten,resume after 21d;no limit weight}}';
    expect(printed(parse(source, 'test.strat').file)).toBe(
      [
        'use a.b',
        '',
        'strategy s extends p {',
        '  param k = 38 in 5 .. 100',
        '',
        '  risk {',
        '    stop when drawdown > 8% then flatten, resume after 21d',
        '    no limit weight',
        '  }',
        '}',
        '',
      ].join('\n'),
    );
  });
});
