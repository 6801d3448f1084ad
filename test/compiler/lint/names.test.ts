/** What nothing uses; and what all lints have in common: warnings can be accepted, errors come first, clean stays clean. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FEASIBILITY } from '../../../compiler/messages/feasibility.ts';
import { LINTS } from '../../../compiler/messages/lints.ts';
import { MESSAGES } from '../../../compiler/messages.ts';
import { compileText, findings, GOLDEN, variant } from '../support.ts';

const found = (statements: string) => findings(variant(statements));

describe('what nothing uses', () => {
  test.each([
    ['slow = mean(close, 60d)', ['unused-definition: slow']],
    ['slow = mean(close, 60d)\nfeatures { trend = close / slow }', []],
    // The last of a chain is what is not used; taking it away shows the next.
    ['slow = mean(close, 60d)\ntrend = close / slow', ['unused-definition: trend']],
    ['slow = mean(close, 60d)\nportfolio { long top k by prediction where close > slow gross 65% }', []],
    ['param n = 5d\nfeatures { fast = mean(close, n) / close }', []],
    ['param n = 5d', ['unused-param: n']],
    ['param h = 5d\nlabel y = forward_return(close, h)', []],
    ['param lo = 0.5\nrisk { target volatility 8% per year over 20d, scale lo .. 2 }', []],
    // What is inherited and no longer used is its parent's.
    ['portfolio {\n long top 20 by prediction gross 65%\n short bottom 20 by prediction gross 35%\n}', []],
    // A param of one's own in place of an inherited one that the parent uses.
    ['param k = 20', []],
  ])('%s', (statements, expected) => {
    expect(found(statements)).toEqual(expected);
  });

  test('but an heir in the same file', () => {
    const parent = 'strategy parent extends base {\n param n = 5d\n}\n';
    const heir = 'strategy heir extends parent {\n features { fast = mean(close, n) / close }\n}\n';
    const text = `use base\n${parent}${heir}`;
    expect(findings(text, { strategy: 'parent' })).toEqual([]);
    expect(findings(text, { strategy: 'heir' })).toEqual([]);
    expect(findings(`use base\n${parent}`)).toEqual(['unused-param: n']);
  });
});

const CODES = Object.keys({ ...LINTS, ...FEASIBILITY }) as (keyof typeof LINTS | keyof typeof FEASIBILITY)[];
const WARNINGS = CODES.filter((code) => MESSAGES[code].severity === 'warning');

test.each(WARNINGS)('%s can be accepted, in the strategy', (code) => {
  const text = readFileSync(join(GOLDEN, 'invalid', `${code}.strat`), 'utf8');
  const accepted = text.replace(/\}\n$/, `\n  allow ${code.replaceAll('-', '_')} "for a test"\n}\n`);
  expect(compileText(text).diagnostics.map((each) => each.code)).toContain(code);
  const after = compileText(accepted).diagnostics.map((each) => each.code);
  expect(after).not.toContain(code);
  expect(after).not.toContain('allow-unused');
});

test('a hint of a warning says how it is accepted, where it stands', () => {
  for (const code of WARNINGS) {
    const { diagnostics } = compileText(readFileSync(join(GOLDEN, 'invalid', `${code}.strat`), 'utf8'));
    const hints = diagnostics.find((each) => each.code === code)?.hints.join('\n');
    expect(hints).toContain(`allow ${code.replaceAll('-', '_')} "…"`);
  }
});

test('warnings wait until nothing is wrong for certain', () => {
  expect(found('param unused = 5\nmodel { hidden 12.5 }')).toEqual(['not-whole: 12.5']);
  expect(found('param unused = 5\nrisk { stop when drawdown < 8% then flatten }')).toEqual([
    'stop-always-trips: drawdown < 8%',
  ]);
});

test('errors do not', () => {
  expect(found('features { one = close / close }\nsplit { test 2025-04-01 .. 2026-01-31 }')).toEqual([
    'feature-constant: close / close',
    'outside-period: 2025-04-01 .. 2026-01-31',
  ]);
});

test('what could not be read is no ground for a guess', () => {
  expect(found('param n = 5\nportfolio { smooth ewma(n }').filter((finding) => finding.startsWith('unused'))).toEqual(
    [],
  );
});

test('every strategy and example in the repository is clean', () => {
  const root = join(GOLDEN, '../..');
  const files = (folder: string) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.strat'));
  // An example sees those beside it, as it does where it lies.
  const textOf = (folder: string, file: string) =>
    readFileSync(join(root, folder, file), 'utf8').replaceAll('use strategies.', 'use ');
  const beside = files('examples').map((file) => [file.slice(0, -'.strat'.length), textOf('examples', file)] as const);
  for (const folder of ['strategies', 'examples']) {
    const libraries = folder === 'examples' ? Object.fromEntries(beside) : {};
    for (const file of files(folder)) {
      expect([file, ...findings(textOf(folder, file), { file, libraries })]).toEqual([file]);
    }
  }
});
