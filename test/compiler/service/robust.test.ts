/** Hover, completion, signatures, inlays and fixes of texts that nobody would write, at any place in them. */
import { expect, test } from 'vitest';
import { applySpanEdits } from '../../../compiler/edits.ts';
import { Fixes } from '../../../compiler/fix/fix.ts';
import { tidied } from '../../../compiler/fix/tidy.ts';
import type { Analysis } from '../../../compiler/service/analysis.ts';
import { completionsAt } from '../../../compiler/service/completion/completion.ts';
import { hoverAt } from '../../../compiler/service/hover.ts';
import { inlaysIn } from '../../../compiler/service/inlays.ts';
import { signatureAt } from '../../../compiler/service/signature.ts';
import { random } from '../../../runtime/random.ts';
import { mutate } from '../../fuzz/mutate.ts';
import { SOURCES } from '../../fuzz/sources.ts';
import { read } from './support.ts';

const RUNS = 800;
const PLACES = 8;
/** More errors than this in one text are much alike. */
const MOST_FIXED = 20;

test(`${RUNS} texts, ${PLACES} places in each`, () => {
  let fixed = 0;
  for (let input = 0; input < RUNS; input++) {
    const draw = random(31, input);
    const text = mutate(SOURCES, draw);
    try {
      const analysis = read(text);
      for (let place = 0; place < PLACES; place++) askAt(analysis, Math.floor(draw.uniform() * (text.length + 1)));
      inlaysIn(analysis, { start: 0, end: text.length });
      fixed += verifyFixes(analysis);
    } catch (error) {
      throw new Error(`input ${input} of seed 31:\n${text}`, { cause: error });
    }
  }
  expect(fixed).toBeGreaterThan(RUNS / 2);
}, 120_000);

function askAt(analysis: Analysis, offset: number): void {
  hoverAt(analysis, offset);
  signatureAt(analysis, offset);
  for (const { label, span } of completionsAt(analysis, offset)) {
    // A client refuses what does not hold the caret.
    if (span.start > offset || span.end < offset) throw new Error(`${label} leaves the caret`);
  }
}

/** Edits are in order, within the text and not over one another; and a text can be made of them. */
function verifyFixes(analysis: Analysis): number {
  const fixes = new Fixes(analysis.sources);
  let count = 0;
  for (const diagnostic of analysis.diagnostics.slice(0, MOST_FIXED)) {
    if (diagnostic.span.file !== analysis.file) continue;
    for (const { title, edits } of fixes.of(diagnostic)) {
      let from = 0;
      for (const { span } of edits) {
        if (span.start < from || span.end < span.start || span.end > analysis.text.length) throw new Error(title);
        from = span.end;
      }
      applySpanEdits(analysis.text, tidied(edits, analysis.text, analysis.file));
      count++;
    }
  }
  return count;
}
