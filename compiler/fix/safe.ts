/** What `strat check --fix` does unasked: every safe fix of a file, until none is left. */
import type { Compilation } from '../compile.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { applySpanEdits, type SpanEdit } from '../edits.ts';
import { Texts } from '../texts.ts';
import { type Fix, Fixes } from './fix.ts';
import { tidied } from './tidy.ts';

export interface Done {
  readonly code: string;
  readonly title: string;
  /** From 0, in the text as it was when this was done. */
  readonly line: number;
}

export interface Mended {
  readonly text: string;
  /** In the order of doing. */
  readonly done: readonly Done[];
}

/** What is wrong with a text, what of it was mended, and the text after that. */
interface Round extends Mended {
  readonly open: readonly Diagnostic[];
  readonly mended: readonly Diagnostic[];
}

/** How many say what some of these say. */
function countOf(some: readonly Diagnostic[], all: readonly Diagnostic[]): number {
  const said = new Set(some.map(({ code, message }) => `${code} ${message}`));
  return all.filter(({ code, message }) => said.has(`${code} ${message}`)).length;
}

type Check = (text: string) => Pick<Compilation, 'diagnostics' | 'sources'>;

/** A fix may bring to light what another is for; a text that needs more rounds than this is not getting better. */
const MOST_ROUNDS = 10;

/** @param check what is wrong with a text of this file, under its name */
export function mend(file: string, text: string, check: Check): Mended {
  const done: Done[] = [];
  let now = text;
  let round = safely(file, now, check);
  for (let rounds = 0; round.done.length > 0 && rounds < MOST_ROUNDS; rounds++) {
    const next = safely(file, round.text, check);
    // What has not helped is not kept, so that it is not done again and again. It may bring others to light.
    if (countOf(round.mended, next.open) >= countOf(round.mended, round.open)) break;
    done.push(...round.done);
    now = round.text;
    round = next;
  }
  return { text: now, done };
}

/** All safe fixes that do not touch one another, at once. */
function safely(file: string, text: string, check: Check): Round {
  const { diagnostics: open, sources } = check(text);
  const fixes = new Fixes(sources);
  const texts = new Texts(sources);
  const done: Done[] = [];
  const mended: Diagnostic[] = [];
  const edits: SpanEdit[] = [];
  for (const diagnostic of open) {
    const safe = diagnostic.span.file === file ? fixes.of(diagnostic).find((fix) => fix.safe) : undefined;
    if (safe === undefined || touches(safe, edits)) continue;
    done.push({ code: diagnostic.code, title: safe.title, line: texts.positionOf(diagnostic.span, 'start').line });
    mended.push(diagnostic);
    edits.push(...safe.edits);
  }
  const inOrder = edits.toSorted((a, b) => a.span.start - b.span.start);
  return { open, mended, done, text: applySpanEdits(text, tidied(inOrder, text, file)) };
}

function touches(fix: Fix, edits: readonly SpanEdit[]): boolean {
  return fix.edits.some(({ span }) =>
    edits.some((other) => span.start <= other.span.end && other.span.start <= span.end),
  );
}
