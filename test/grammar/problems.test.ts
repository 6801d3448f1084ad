import { describe, expect, it } from 'vitest';
import { parse } from '../../grammar/parse.ts';
import { PROBLEM_FACTS, type ProblemCode } from '../../grammar/problems.ts';
import { expectProblems } from './marked.ts';

type Case = readonly [ProblemCode, string, Readonly<Record<string, unknown>>?];

/** Each source holds one mistake at «…», and nothing else may be reported. */
const CASES: readonly Case[] = [
  // A word, a sign or a value that does not fit.
  [
    'unexpected-token',
    'portfolio p { long top k «gross» 65% }',
    {
      found: 'gross',
      expected: ['by'],
      syntax: 'long (top <count> | all) by <score> [where <filter>][, keep to <keep>] gross <gross>',
    },
  ],
  [
    'unexpected-token',
    'portfolio p { long top k by prediction «were» x > 0 gross 65% }',
    { expected: ['where', ',', 'gross'] },
  ],
  ['unexpected-token', 'portfolio p { long top k by prediction where x > 0 «at» 65% }', { expected: [',', 'gross'] }],
  ['unexpected-token', 'portfolio p { long top by «prediction» gross 65% }', {}],
  ['unexpected-token', 'model m {\n  loss 0.7 *«»\n}', { found: 'the end of the line', expected: ['an expression'] }],
  ['unexpected-token', 'model m { loss 0.7 *«» }', { found: '}' }],
  ['unexpected-token', 'x = 0.7 *«»', { found: 'the end of the file' }],
  ['unexpected-token', 'model m {\n  epochs 50 «stop» after 8\n}', { expected: [',', 'the end of the line'] }],
  ['unexpected-token', 'model m {\n  batch 8«»\n}', { expected: ['sessions'] }],
  ['unexpected-token', 'model m {\n  layers 2 «3»\n}', { expected: ['the end of the line'] }],
  ['unexpected-token', 'x = mean(close, 20d«»\ny = 3', { expected: [',', ')'] }],
  ['unexpected-token', 'x = mean(close «volume»)', { expected: [',', ')'] }],
  ['unexpected-token', 'x = (close + 1«»\ny = 3', { expected: [')'] }],
  ['unexpected-token', 'x = [A, B«»\ny = 3', { expected: [',', ']'] }],
  ['unexpected-token', 'x =«»\ny = 3', { expected: ['an expression'] }],
  ['unexpected-token', 'x = close +«»\ny = 3', { expected: ['an expression'] }],
  ['unexpected-token', 'x = «)»', { found: ')' }],
  ['unexpected-token', 'universe u { period 2020-01-01 «2021-01-01» }', { expected: ['..'] }],
  ['unexpected-token', 'universe u { period «2020» .. 2021-01-01 }', { found: '2020', expected: ['a date'] }],
  ['unexpected-token', 'universe u { calendar «5» }', { expected: ['a name'] }],
  ['unexpected-token', 'universe u { benchmark «(» }', { expected: ['a ticker'] }],
  ['unexpected-token', 'paper p { at «noon» UTC }', { expected: ['a time'] }],
  ['unexpected-token', 'paper p { at 16:15«» }', { expected: ['a time zone'] }],
  ['unexpected-token', 'strategy s { param k = 38 «from» 5 .. 100 }', { expected: ['in', 'the end of the line'] }],
  ['unexpected-token', 'strategy s { allow same_close_fill«» }', { expected: ['the reason, in quotes'] }],
  ['unexpected-token', 'strategy s «extend» p {\n}', { expected: ['extends', '{'] }],
  ['unexpected-token', 'strategy «{»\n}', { expected: ['a name'] }],
  ['unexpected-token', 'use«»', {}],
  ['unexpected-token', 'use a.«»', {}],
  ['unexpected-token', 'use a «b»', { expected: ['.', 'the end of the line'] }],
  ['unexpected-token', 'strategy s { universe «,» { benchmark SPY } }', {}],
  ['unexpected-token', 'strategy s { risk { «5» } }', {}],
  ['unexpected-token', 'strategy s { «5» }', {}],
  ['unexpected-token', '«5»', {}],
  ['unexpected-token', 'x = 3\n«-» 2', {}],
  ['unexpected-token', 'portfolio p { neutral «5» }', { expected: ['market', 'sector', 'beta'] }],
  ['unexpected-token', 'portfolio p { long «best» 5 by prediction gross 50% }', { expected: ['top', 'all'] }],

  // Characters and literals.
  ['unexpected-character', 'x = 3 «@» 4', { characters: '@' }],
  ['unexpected-character', 'x = «€€€»3', { characters: '€€€' }],
  ['unexpected-character', 'portfolio p { long top k by «“»prediction gross 65% }', {}],
  ['typographic-quotes', 'members m = constituents(«“SP500”»)', { text: '“SP500”' }],
  ['typographic-quotes', "members m = constituents(«'SP500'»)", {}],
  ['typographic-quotes', 'members m = constituents(«„SP500“»)\nx = 3', {}],
  ['foreign-comment', 'model m {\n  seed 7 «// drawn “once”, 0,5»\n}', { sign: '//' }],
  ['foreign-comment', '«/* one»\n two */\nmodel m { seed 7 }', { sign: '/*' }],
  ['decimal-comma', 'strategy s { param alpha = «0,15» in 0.05 .. 1 }', { instead: ['0.15'] }],
  ['decimal-comma', 'model m { optimizer adamw(learning_rate: «0,001») }', { instead: ['0.001'] }],
  ['decimal-comma', 'portfolio p { smooth ewma(«0,05») }', { instead: ['0.05'] }],
  ['decimal-comma', 'costs c { spread «5,5» bps }', { instead: ['5.5'] }],
  ['decimal-comma', 'risk r { limit weight «12,5%» }', { instead: ['12.5%'] }],
  ['decimal-comma', 'x = close * («0,5» + 1)', { instead: ['0.5'] }],
  ['decimal-comma', 'paper p { capital «1,000,000» USD }', { instead: ['1_000_000'] }],
  ['decimal-comma', 'paper p { capital «1,000.50» USD }', { instead: ['1_000.50'] }],
  ['decimal-comma', 'paper p { capital «1,500» USD }', { instead: ['1_500', '1.500'] }],
  ['unterminated-text', 'members m = constituents(«"SP500)»\nx = 3', { text: '"SP500)' }],
  ['unterminated-text', 'x = «"»', {}],
  ['malformed-number', 'x = «0x10»', { text: '0x10', suffix: 'x10' }],
  ['malformed-number', 'x = mean(close, «20days»)', { suffix: 'days' }],
  ['malformed-number', 'x = «20d USD»', { suffix: 'USD' }],
  ['malformed-number', 'x = «5toString»', { suffix: 'toString' }],
  ['number-too-large', 'x = «1e999»', { text: '1e999' }],
  ['number-too-large', 'x = «1e308k»', { text: '1e308k' }],
  ['unknown-unit', 'universe u { require raw_close >= 5 «usd» }', { name: 'usd' }],
  ['unknown-unit', 'x = mean(close, 20 «days»)', { name: 'days' }],
  ['malformed-date', 'split s { train «2020-1-5» .. 2021-01-01 }', { text: '2020-1-5', instead: ['2020-01-05'] }],
  ['malformed-date', 'split s { train 2020-01-01 .. «31.12.2023» }', { instead: ['2023-12-31'] }],
  ['malformed-date', 'split s { train 2020-01-01 .. «31/12/2023» }', { instead: ['2023-12-31'] }],
  ['malformed-date', 'split s { train 2020-01-01 .. «12/31/2023» }', { instead: ['2023-12-31'] }],
  ['malformed-date', 'split s { train «3/4/2023» .. 2023-12-31 }', { instead: ['2023-04-03', '2023-03-04'] }],
  ['malformed-date', 'split s { train «2023/12/31»..2024-12-31 }', { instead: ['2023-12-31'] }],
  ['malformed-date', 'split s { train «99.99.2023» .. 2024-12-31 }', { instead: [] }],
  ['malformed-time', 'paper p { at «25:15» UTC }', { text: '25:15' }],
  ['malformed-time', 'paper p { at «16:75» UTC }', {}],
  [
    'unknown-choice',
    'portfolio p { rebalance «daily» }',
    { name: 'daily', known: ['every session', 'weekly', 'monthly'] },
  ],
  ['unknown-choice', 'portfolio p { rebalance every «day» }', { name: 'day' }],
  ['unknown-choice', 'portfolio p { neutral «sectors» }', { known: ['market', 'sector', 'beta'] }],
  ['unknown-choice', 'portfolio p { rebalance weekly on «Mon» }', { name: 'Mon' }],
  ['unknown-choice', 'execution e { fill at next «day» }', {}],
  ['unknown-choice', 'costs c { borrow 50 bps per «week» }', { known: ['session', 'day', 'month', 'year', 'share'] }],
  ['unknown-choice', 'execution e { decide at «noon» }', { known: ['open', 'close'] }],

  // Settings, blocks and statements.
  [
    'unknown-setting',
    'costs c { «spred» 5 bps }',
    {
      name: 'spred',
      block: 'costs',
      known: ['spread', 'commission', 'impact', 'borrow', 'financing', 'cash'],
      elsewhere: [],
    },
  ],
  ['unknown-setting', 'portfolio p { «limit weight» 20% }', { name: 'limit weight', elsewhere: ['risk'] }],
  ['unknown-setting', 'risk r { «limit wieght» 20% }', { name: 'limit wieght' }],
  ['unknown-setting', 'risk r { «limit» 20% }', { name: 'limit' }],
  ['unknown-setting', 'features f { «window» 20 }', { elsewhere: ['model', 'split'] }],
  ['unknown-setting', 'strategy s { portfolio { no «shorts» } }', { name: 'shorts' }],
  ['unknown-setting', 'strategy s { portfolio { no «stop when» } }', { elsewhere: ['risk'] }],
  [
    'ambiguous-removal',
    'strategy s { risk { no «limit» } }',
    {
      known: [
        'limit weight',
        'limit volume',
        'limit correlation',
        'limit names',
        'limit sector',
        'limit beta',
        'limit net',
        'limit gross',
        'limit value_at_risk',
        'limit expected_shortfall',
        'limit turnover',
      ],
    },
  ],
  ['unknown-block', 'strategy s {\n  «cost» {\n    spread 5 bps\n  }\n}', { name: 'cost' }],
  ['unknown-block', 'strategy s { «modl» lstm { layers 2 } }', { name: 'modl' }],
  ['unknown-block', '«cost» us { spread 5 bps }', {}],
  ['unknown-block', '«strategi» s { }', {}],
  ['misplaced-setting', 'strategy s {\n  «limit weight» 20%\n}', { name: 'limit weight', blocks: ['risk'] }],
  ['misplaced-setting', '«spread» 5 bps', { blocks: ['costs'] }],
  ['misplaced-statement', 'costs c { «x» = 3 }', { statement: 'definition', place: 'costs' }],
  ['misplaced-statement', 'features f { «label» x = 3 }', { statement: 'label', place: 'features' }],
  ['misplaced-statement', 'costs c { «param» x = 3 }', { statement: 'param', place: 'costs' }],
  ['misplaced-statement', '«param» x = 3', { statement: 'param', place: 'file' }],
  ['misplaced-statement', 'strategy s { «include» x }', { statement: 'include', place: 'strategy' }],
  ['misplaced-statement', '«no» x', {}],
  ['unknown-statement', 'strategy s { «parm» k = 3 }', { name: 'parm', place: 'strategy' }],
  ['unknown-statement', '«import» x', { place: 'file' }],
  ['missing-block-name', '«features» { x = 3 }', { block: 'features' }],
  ['unexpected-block-name', 'strategy s { risk «r» { limit weight 20% } }', { name: 'r', block: 'risk' }],

  // Expressions.
  ['chained-comparison', 'x = 1 < y «<=» 3', { first: '<', second: '<=' }],
  ['equals-in-argument', 'x = huber(«delta» = 0.05)', { name: 'delta' }],
  ['equals-in-argument', 'x = huber(close, «delta» = 0.05)', {}],
  ['dotted-name', 'members m = [AAPL, «BRK.B», MSFT]', { text: 'BRK.B' }],
  ['expression-too-deep', `x = ${'('.repeat(200)}«(»1${')'.repeat(201)}`, { limit: '200' }],
  ['expression-too-deep', `x = ${'- '.repeat(1000)}«-» 1`, { limit: '1000' }],
  ['expression-too-deep', `x = 1${' ^ 1'.repeat(1000)} «^» 1`, {}],

  // Braces.
  ['sign-after-setting', 'model m {\n  hidden «=» 128\n  seed 7\n}', { name: 'hidden', sign: '=' }],
  ['sign-after-setting', 'model m { hidden«:» 128 }', { name: 'hidden', sign: ':' }],
  ['sign-after-setting', 'risk r { limit weight «=» 20% }', { name: 'limit weight' }],
  ['sign-after-setting', 'features f { normalize«:» zscore() fitted on train }', { name: 'normalize' }],
  [
    'nested-block',
    'strategy s {\n  model lstm {\n    seed 7\n    «costs» {\n      spread 5 bps\n    }\n    hidden 8\n  }\n  risk { limit weight 20% }\n}',
    { inner: 'costs', outer: 'model lstm' },
  ],
  ['nested-block', 'strategy s {\n  risk { limit weight 20%; «costs» { spread 5 bps }; limit sector 30% }\n}', {}],
  ['nested-block', 'costs c {\n  spread 5 bps\n  «risk» {\n    limit weight 5%\n  }\n  commission 1 bps\n}', {}],
  ['nested-block', 'strategy s {\n  «strategy t extends u» {\n    risk { limit weight 5% }\n  }\n  param k = 3\n}', {}],
  ['unclosed-block', 'strategy s «{»\n  param k = 3\n', { what: 'strategy s' }],
  ['unclosed-block', 'strategy s {\n  risk «{»\n    limit weight 20%\n', { what: 'risk' }],
  [
    'unclosed-block',
    'strategy s {\n  risk «{»\n    limit weight 20%\n\n  costs {\n    spread 5 bps\n  }\n}',
    { what: 'risk' },
  ],
  [
    'unclosed-block',
    'strategy s {\n  features «{»\n    include a\n  label x = 3\n  costs {\n    spread 5 bps\n  }\n}',
    {},
  ],
  ['unclosed-block', 'strategy a «{»\n  param k = 3\n\nstrategy b {\n}', { what: 'strategy a' }],
  ['unmatched-brace', 'x = 3\n«}»\n', {}],
  ['unmatched-brace', 'costs c {\n  spread 5 bps\n}\n«}»\ny = 3', {}],

  // Files.
  ['empty-file', '«»', {}],
  ['empty-file', '«»\n  # nothing but a comment\n', {}],
  ['binary-file', '«»\0\x01strategy', {}],
  ['file-too-large', `«»${'#'.repeat(10_000_000)}`, { size: '10000000' }],
];

describe('each mistake is one problem at its place', () => {
  // A name is what is read in a log: of ten million characters, the first.
  const named = CASES.map(
    ([code, source, facts]) => [code, JSON.stringify(source.slice(0, 80)), source, facts] as const,
  );
  it.each(named)('%s: %s', (code, _start, source, facts = {}) => {
    const { problems } = expectProblems(source, code);
    expect(problems[0].facts).toMatchObject(facts);
  });

  it('has a case for every code', () => {
    const covered = new Set<string>([...CASES.map(([code]) => code), 'too-many-problems']);
    expect([...covered].toSorted()).toEqual(Object.keys(PROBLEM_FACTS).toSorted());
  });

  it('lists two hundred problems and then how many there are', () => {
    const { problems } = parse(`costs c {\n${'  spred 5 bps\n'.repeat(10_000)}}`, 'test.strat');
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toMatchObject({ code: 'too-many-problems', facts: { shown: '200', total: '10000' } });
  });
});
