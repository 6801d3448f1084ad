/**
 * Every fix of every wrong program in the golden folder: what it is for is gone afterwards, nothing worse has come, and a
 * text that was formatted still is.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../compiler/diagnostic.ts';
import { applySpanEdits } from '../../../compiler/edits.ts';
import { type Fix, Fixes } from '../../../compiler/fix/fix.ts';
import { tidied } from '../../../compiler/fix/tidy.ts';
import { format } from '../../../grammar/format/format.ts';
import { compileGolden, compileGoldenText, GOLDEN, goldenNames } from '../support.ts';

interface Case {
  readonly name: string;
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
  readonly text: string;
}

/** In files of the reader's own; what a library says is mended there. */
const CASES: readonly Case[] = goldenNames('invalid').flatMap((name) => {
  const { diagnostics, sources } = compileGolden('invalid', name);
  const fixes = new Fixes(sources);
  const own = `${name}.strat`;
  return diagnostics
    .filter(({ span }) => span.file === own)
    .flatMap((diagnostic) =>
      fixes.of(diagnostic).map((fix) => ({ name, diagnostic, fix, text: sources.get(own) ?? '' })),
    );
});

/** Of the same code in the same words, which say what is wrong. */
function countOf({ code, message }: Diagnostic, all: readonly Diagnostic[]): number {
  return all.filter((each) => each.code === code && each.message === message).length;
}

const errorsIn = (all: readonly Diagnostic[]) => all.filter(({ severity }) => severity === 'error').length;

/** Errors of kinds that were not there. */
function newCodes(before: readonly Diagnostic[], after: readonly Diagnostic[]): string[] {
  const known = new Set(before.map(({ code }) => code));
  return after.filter(({ severity, code }) => severity === 'error' && !known.has(code)).map(({ code }) => code);
}

describe('fixes of wrong programs', () => {
  test.each(CASES.map((each): [string, Case] => [`${each.name}: ${each.fix.title}`, each]))('%s', (_, each) => {
    const { name, diagnostic, fix, text } = each;
    const before = compileGolden('invalid', name).diagnostics;
    const edits = tidied(fix.edits, text, `${name}.strat`);
    const fixed = applySpanEdits(text, edits);
    const after = compileGoldenText(name, fixed).diagnostics;
    expect(countOf(diagnostic, after)).toBeLessThan(countOf(diagnostic, before));
    expect(errorsIn(after)).toBeLessThanOrEqual(errorsIn(before));
    if (format(text, name).text === text) expect(format(fixed, name).text).toBe(fixed);
  });
});

test('what is offered, and what is done unasked', async () => {
  const offered = CASES.map(({ name, fix, text }) => {
    const before = compileGolden('invalid', name).diagnostics;
    const after = compileGoldenText(name, applySpanEdits(text, fix.edits)).diagnostics;
    const brought = [...new Set(newCodes(before, after))].map((code) => `, which brings ${code} to light`);
    return `${name}: ${fix.title}${fix.safe ? ' (safe)' : ''}${brought.join('')}`;
  });
  await expect(`${[...new Set(offered)].join('\n')}\n`).toMatchFileSnapshot(join(GOLDEN, 'fixes.txt'));
});

/** More than any golden program needs. */
const MOST_STEPS = 60;

test('who does the first fix that is offered, again and again, comes to an end', () => {
  const endless = goldenNames('invalid').filter((name) => {
    const seen = new Set<string>();
    let { diagnostics, sources } = compileGolden('invalid', name);
    for (let step = 0; step < MOST_STEPS; step++) {
      const file = `${name}.strat`;
      const text = sources.get(file) ?? '';
      if (seen.has(text)) return true;
      seen.add(text);
      const fixes = new Fixes(sources);
      const [fix] = diagnostics.filter(({ span }) => span.file === file).flatMap((each) => fixes.of(each));
      if (fix === undefined) return false;
      ({ diagnostics, sources } = compileGoldenText(name, applySpanEdits(text, fix.edits)));
    }
    return true;
  });
  expect(endless).toEqual([]);
});
