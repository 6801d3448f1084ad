/** Whatever the text, compiling ends with a plan or with errors, and never throws. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toJson } from '../../compiler/json.ts';
import { renderDiagnostics } from '../../compiler/render.ts';
import { compileText, findings, GOLDEN, variant } from './support.ts';

const BASE = readFileSync(join(GOLDEN, 'libraries/base.strat'), 'utf8');
const TOKENS = BASE.match(/\s+|\w+|[^\w\s]/g) ?? [];

function verify(text: string): void {
  const { plan, diagnostics, sources } = compileText(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(plan === null).toBe(errors.length > 0);
  for (const { span } of diagnostics) expect(span.end).toBeLessThanOrEqual(sources.get(span.file)?.length ?? -1);
  renderDiagnostics(diagnostics, sources, { color: false });
  toJson(diagnostics, sources);
}

test('tokens dropped, doubled and swapped', () => {
  const place = fc.nat(TOKENS.length - 1);
  const edit = fc.tuple(place, place, fc.constantFrom('drop', 'copy', 'swap'));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      const tokens = [...TOKENS];
      for (const [a, b, how] of edits) {
        const [first = '', second = ''] = [tokens[a], tokens[b]];
        if (how === 'drop') tokens[a] = '';
        if (how === 'copy') tokens[b] = ` ${first} `;
        if (how === 'swap') [tokens[a], tokens[b]] = [second, first];
      }
      verify(tokens.join(''));
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('any text at all', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), verify), { numRuns: 200, seed: 1 });
});

test('names of JavaScript objects are ordinary names', () => {
  const text = variant('constructor = toString\n__proto__ = 1\nuniverse { calendar hasOwnProperty }');
  expect(findings(text)).toEqual(['unknown-name: toString', 'unknown-calendar: hasOwnProperty']);
});

test('chains of definitions are bounded', () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `x${index} = x${index + 1} * 0.5`);
  expect(findings(variant(`${lines.join('\n')}\nx5000 = returns(close, 1d)`))[0]).toMatch(/^expression-too-deep/);
});

test('a strategy extended a thousand times', () => {
  const lines = Array.from({ length: 1_000 }, (_, index) => `strategy s${index + 1} extends s${index} {\n}`);
  const { plan } = compileText(`use base\nstrategy s0 extends base {\n}\n${lines.join('\n')}`, { strategy: 's1000' });
  expect(plan).not.toBeNull();
});
