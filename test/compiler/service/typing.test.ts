/** The service while somebody types: whatever stands in the text, it answers, and finds what `strat check` finds. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { applyEdits } from '../../../compiler/edits.ts';
import { type Analysis, analyse } from '../../../compiler/service/analysis.ts';
import { completionsAt } from '../../../compiler/service/completion/completion.ts';
import { documentSymbols } from '../../../compiler/service/documentSymbols.ts';
import { foldsOf } from '../../../compiler/service/folding.ts';
import { formatEdits } from '../../../compiler/service/formatting.ts';
import { hoverAt } from '../../../compiler/service/hover.ts';
import { inlaysIn } from '../../../compiler/service/inlays.ts';
import { definitionAt, highlightsAt, referencesAt } from '../../../compiler/service/navigation.ts';
import { rename } from '../../../compiler/service/rename.ts';
import { selectionAt } from '../../../compiler/service/selection.ts';
import { semanticTokens } from '../../../compiler/service/semanticTokens.ts';
import { signatureAt } from '../../../compiler/service/signature.ts';
import { format } from '../../../grammar/format/format.ts';
import { SOURCES } from '../../fuzz/sources.ts';
import { Typist } from '../../support/typist.ts';
import { resolver } from '../support.ts';

// On a machine that does much else as well.
vi.setConfig({ testTimeout: 300_000 });

const SITTINGS = 200;
const KEYSTROKES = 50;
const resolve = resolver();
/** Names of these are none of a plan's meaning. */
const NO_DIFFERENCE: ReadonlySet<string> = new Set(['param', 'definition', 'label', 'feature']);

function check(text: string) {
  const { plan, diagnostics } = compile({ file: 'mine.strat', text, resolve });
  return { diagnostics, hash: plan?.hash ?? null };
}

/** Asks everything about a place, and holds the answers to what must be so of any. */
function verifyAnswers(analysis: Analysis, offset: number): void {
  const { text, file } = analysis;
  for (const { span, symbol } of analysis.symbols.in(file)) {
    const written = text.slice(span.start, span.end);
    if (symbol.kind !== 'library') expect(written).toBe(symbol.name);
  }
  let last = 0;
  for (const { start, end } of semanticTokens(analysis)) {
    expect(start).toBeGreaterThanOrEqual(last);
    expect(end).toBeGreaterThan(start);
    expect(text.slice(start, end)).not.toMatch(/[\r\n]/);
    last = end;
  }
  const selected = selectionAt(analysis, offset);
  for (const [i, { start, end }] of selected.entries()) {
    expect(start <= offset && offset <= end, `selection ${i}`).toBe(true);
    const outer = selected[i + 1];
    if (outer !== undefined)
      expect(outer.start <= start && end <= outer.end && outer.end - outer.start > end - start).toBe(true);
  }
  for (const { start, end } of foldsOf(analysis)) expect(end).toBeGreaterThan(start);
  const formatted = format(text, file).text;
  const ends = new Set(text.match(/\r\n|\n|\r/g));
  if (formatted !== null && !ends.has('\r\n') && !ends.has('\r'))
    expect(applyEdits(text, formatEdits(analysis))).toBe(formatted);

  documentSymbols(analysis);
  definitionAt(analysis, offset);
  highlightsAt(analysis, offset);
  referencesAt(analysis.symbols, file, offset, { withDeclarations: true });
  hoverAt(analysis, offset);
  completionsAt(analysis, offset);
  signatureAt(analysis, offset);
  inlaysIn(analysis, { start: 0, end: text.length });
}

describe(`${SITTINGS * KEYSTROKES} keystrokes in the texts of the repository`, () => {
  test('find what a check of the same text finds, and every feature answers', () => {
    for (let sitting = 0; sitting < SITTINGS; sitting++) {
      const typist = new Typist(SOURCES[(sitting * 11) % SOURCES.length]!, SOURCES, 8, sitting);
      let analysis: Analysis | undefined;
      for (let i = 0; i < KEYSTROKES; i++) {
        const { start } = typist.type();
        const { text } = typist;
        const where = `sitting ${sitting}, keystroke ${i}`;
        analysis = analyse({ file: 'mine.strat', text }, resolve, analysis);
        const { diagnostics, hash } = check(text);
        expect(analysis.diagnostics, where).toEqual(diagnostics);
        expect(analysis.plan?.hash ?? null, where).toBe(hash);
        if (i % 10 === 9) verifyAnswers(analysis, Math.min(start, text.length));
      }
    }
  });

  test('every name that may have another gets it, and the checker finds what it found', () => {
    let renamed = 0;
    for (let sitting = 0; sitting < 60; sitting++) {
      const typist = new Typist(SOURCES[(sitting * 13) % SOURCES.length]!, SOURCES, 9, sitting);
      for (let i = 0; i < sitting % 3; i++) typist.type();
      const { text } = typist;
      const analysis = analyse({ file: 'mine.strat', text }, resolve);
      const project = { documents: [{ file: 'mine.strat', text }], resolve };
      for (const symbol of analysis.symbols.all) {
        if (symbol.declarations.length === 0 || symbol.declarations.some(({ file }) => file !== 'mine.strat')) continue;
        const at = symbol.declarations[0]!.start;
        const edits = rename(project, 'mine.strat', at, 'renamed_by_test', () => true);
        if ('refused' in edits) throw new Error(`${symbol.name}: ${edits.refused}\n${text}`);
        const after = applyEdits(text, edits.get('mine.strat')!);
        const codes = (found: ReturnType<typeof check>) => found.diagnostics.map(({ code }) => code);
        const [found, foundAfter] = [check(text), check(after)];
        expect(codes(foundAfter)).toEqual(codes(found));
        if (NO_DIFFERENCE.has(symbol.kind)) expect(foundAfter.hash).toBe(found.hash);
        renamed++;
      }
    }
    expect(renamed).toBeGreaterThan(80);
  });
});

test('memory stays what it is while somebody types', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const typist = new Typist(SOURCES.find((text) => text.includes('strategy s2_filter_negative'))!, SOURCES, 10);
  let analysis: Analysis | undefined;
  const heapAfter = (keystrokes: number): number => {
    for (let i = 0; i < keystrokes; i++) {
      typist.type();
      analysis = analyse({ file: 'mine.strat', text: typist.text }, resolve, analysis);
      verifyAnswers(analysis, 0);
    }
    collect();
    return process.memoryUsage().heapUsed / 1e6;
  };
  const before = heapAfter(200);
  expect(heapAfter(500) - before).toBeLessThan(15);
});
