/** What must hold of every text whatsoever, from reading it to showing what was found. */
import { readFileSync } from 'node:fs';
import { type Compilation, compile, type ImportResolver } from '../../compiler/compile.ts';
import type { Diagnostic } from '../../compiler/diagnostic.ts';
import { toJson } from '../../compiler/json.ts';
import { renderDiagnostics } from '../../compiler/render.ts';
import { summarize } from '../../compiler/summary.ts';
import { format } from '../../grammar/format/format.ts';
import { parse } from '../../grammar/parse.ts';

const FILE = 'mine.strat';
const ROOT = new URL('../../', import.meta.url);

const libraries = new Map<string, { readonly file: string; readonly text: string } | null>();

/** Of the repository's own folders, each read once. */
const resolve: ImportResolver = (path) => {
  const name = path.join('/');
  const known = libraries.get(name);
  if (known !== undefined) return known;
  const read = readLibrary(path);
  libraries.set(name, read);
  return read;
};

function readLibrary(path: readonly string[]): { readonly file: string; readonly text: string } | null {
  const places =
    path[0] === 'std'
      ? [['stdlib', ...path.slice(1)]]
      : [
          ['test/golden/libraries', ...path],
          ['strategies', ...path],
        ];
  for (const place of places) {
    const file = `${place.join('/')}.strat`;
    try {
      return { file, text: readFileSync(new URL(file, ROOT), 'utf8') };
    } catch {
      // The next place, or none.
    }
  }
  return null;
}

/** Throws an error that names the property which does not hold. */
export function verifySound(
  text: string,
  { formatting = true, set = {} }: Readonly<{ formatting?: boolean; set?: Record<string, string> }> = {},
): void {
  const compilation = compile({ file: FILE, text, resolve, set });
  verifyOutcome(compilation);
  verifyPlaces(compilation);
  verifyWords(compilation, text);
  if (formatting) verifyFormat(text);
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** A plan or errors, never both and never neither. */
function verifyOutcome({ plan, diagnostics }: Compilation): void {
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  demand((plan === null) === hasErrors, plan === null ? 'neither a plan nor an error' : 'a plan in spite of errors');
  if (plan !== null) summarize(plan);
}

/** Every place lies in a text that was read; places of one file are in order. */
function verifyPlaces({ diagnostics, sources }: Compilation): void {
  for (const { span, related, code } of diagnostics) {
    for (const { file, start, end } of [span, ...related.map((place) => place.span)]) {
      const length = sources.get(file)?.length ?? -1;
      demand(
        0 <= start && start <= end && end <= length,
        `${code}: ${start}..${end} does not lie in ${file} (${length})`,
      );
    }
  }
  diagnostics.forEach(({ span, code }, i) => {
    const before = diagnostics[i - 1]?.span;
    const inOrder = before === undefined || before.file !== span.file || before.start <= span.start;
    demand(inOrder, `${code} is out of order`);
  });
}

/** What a template with a fact that is not there would print. */
const SLIPS = /\bundefined\b|\bnull\b|\bNaN\b|\[object |(?<!`)``(?!`)|\bInfinity\b/;

/** Sentences are written out whole: nothing is missing from them that the text did not bring along. */
function verifyWords({ diagnostics, sources }: Compilation, text: string): void {
  renderDiagnostics(diagnostics, sources, { color: false });
  JSON.stringify(toJson(diagnostics, sources));
  const slipsOfText: readonly string[] = text.match(new RegExp(SLIPS, 'g')) ?? [];
  for (const diagnostic of diagnostics) {
    for (const words of wordsOf(diagnostic)) {
      const slip = SLIPS.exec(words)?.[0];
      demand(words.trim() !== '', `${diagnostic.code} has empty words`);
      demand(slip === undefined || slipsOfText.includes(slip), `${diagnostic.code} says: ${words}`);
    }
  }
}

function wordsOf({ message, label, hints, related }: Diagnostic): string[] {
  return [message, ...(label === null ? [] : [label]), ...hints, ...related.map((place) => place.message)];
}

/** A text without mistakes is laid out without changing what it says (`format` sees to that), and only once. */
function verifyFormat(text: string): void {
  const once = format(text, FILE);
  if (once.text === null) return;
  demand(parse(once.text, FILE).problems.length === 0, 'the layout of a good text is not read back');
  demand(format(once.text, FILE).text === once.text, 'the layout of a layout is another one');
}
