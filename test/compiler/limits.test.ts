/** Texts far deeper, longer or more tangled than any person's: an error or a plan, at once, and never a stack overflow. */
import { describe, expect, test } from 'vitest';
import { renderDiagnostics } from '../../compiler/render.ts';
import { summarize } from '../../compiler/summary.ts';
import { compileText, planOf, variant } from './support.ts';

const MANY = 10_000;

/** The codes, each once, after compiling at once and rendering. */
function codesOf(text: string, options: Parameters<typeof compileText>[1] = {}): string[] {
  const before = performance.now();
  const { diagnostics, sources } = compileText(text, options);
  renderDiagnostics(diagnostics, sources, { color: false });
  expect(performance.now() - before).toBeLessThan(5_000);
  return [...new Set(diagnostics.map(({ code }) => code))];
}

/** `x0 = leaf`, `x1 = step(x0)`, … */
function chain(count: number, leaf: string, step: (previous: string) => string): string {
  const lines = Array.from({ length: count }, (_, i) => `x${i + 1} = ${step(`x${i}`)}`);
  return [`x0 = ${leaf}`, ...lines].join('\n');
}

const nested = (open: string, closing: string, count = MANY) => `${open.repeat(count)}close${closing.repeat(count)}`;

describe(`${MANY} levels`, () => {
  test.each([
    ['parentheses', `x = ${nested('(', ')')}`],
    ['parentheses left open', `x = ${nested('(', '')}`],
    ['calls', `x = ${nested('mean(', ', 2d)')}`],
    ['lists', `universe { members ${nested('[', ']')} }`],
    ['signs', `x = ${nested('- ', '')}`],
    ['negations', `x = ${nested('not ', '')}`],
    ['a sum', `x = close${' + close'.repeat(MANY)}`],
    ['powers', `x = close${' ^ 2'.repeat(MANY)}`],
    ['comparisons', `x = close${' < 2'.repeat(MANY)}`],
    [
      'definitions, the last one first',
      chain(MANY, 'close', (x) => `${x} * 0.5`)
        .split('\n')
        .toReversed()
        .join('\n'),
    ],
    ['definitions of calls', `${chain(MANY, 'close', (x) => `mean(${x}, 2d)`)}\nfeatures { deep = x${MANY} }`],
    ['features, each of the one before', `features {\n${chain(MANY, 'returns(close, 1d)', (x) => `${x} * 0.5`)}\n}`],
    ['long definitions', `${chain(150, 'close', (x) => x + ' * 0.5'.repeat(900))}\nfeatures { deep = x150 }`],
  ])('%s', (_, statements) => {
    expect(codesOf(variant(statements))).toEqual(['expression-too-deep']);
  });

  test('blocks', () => {
    expect(codesOf(variant('features { '.repeat(MANY) + '}'.repeat(MANY)))).toContain('nested-block');
    expect(codesOf('strategy s { '.repeat(MANY))).toContain('unclosed-block');
    expect(codesOf('{'.repeat(MANY))).toEqual(['unexpected-token']);
  });

  test('arguments: those that are too many are told once', () => {
    const { diagnostics } = compileText(variant(`x = mean(close, 2d${', close'.repeat(MANY)})`));
    expect(diagnostics.map(({ code }) => code)).toEqual(['too-many-arguments']);
  });
});

describe('as deep as is allowed', () => {
  test.each([
    ['a sum', `features { deep = returns(close, 1d)${' + returns(close, 1d)'.repeat(990)} }`],
    [
      'calls within definitions',
      `${chain(6, 'close', (x) => nested('abs(', ')', 190).replace('close', x))}\nfeatures { deep = x6 }`,
    ],
    [
      'definitions',
      `${chain(190, 'returns(close, 1d)', (x) => `abs(${x})`)}\nportfolio { long top k by prediction where x190 > 0 gross 65% }`,
    ],
    ['features', `features {\n${chain(1_100, 'returns(close, 1d)', (x) => `abs(${x})`)}\n}`],
  ])('%s', (_, statements) => {
    expect(summarize(planOf(variant(statements)))).toContain('features');
  });
});

test('what is named twice is one node: 2^60 uses are 61', () => {
  const doubled = chain(60, 'returns(close, 1d)', (x) => `${x} * ${x}`);
  const before = performance.now();
  const { expressions } = planOf(variant(`${doubled}\nfeatures { deep = x60 }\nuniverse { require x60 > 0 }`));
  expect(performance.now() - before).toBeLessThan(2_000);
  expect(Object.values(expressions).filter(({ op }) => op === 'multiply').length).toBeLessThan(70);
});

describe('circles are named, all the way round', () => {
  test.each([
    ['use', `use one\n${variant('')}`, 'one.strat → two.strat → three.strat → one.strat'],
    ['extends', 'strategy a extends b {\n}\nstrategy b extends c {\n}\nstrategy c extends a {\n}\n', 'a → b → c → a'],
    [
      'include',
      `features p { include q }\nfeatures q { include r }\nfeatures r { include p }\n${variant('features { include p }')}`,
      'p → q → r → p',
    ],
    ['cyclic-definition', variant('u = v\nv = w\nw = u'), 'u → v → w → u'],
  ])('%s', (what, text, circle) => {
    const libraries = { one: 'use two', two: 'use three', three: 'use one' };
    const { diagnostics } = compileText(text, { libraries, ...(what === 'extends' && { strategy: 'a' }) });
    expect(diagnostics.map(({ code, label }) => [code, label])).toEqual([[expect.stringContaining(what), circle]]);
  });
});
