/**
 * The edits that do what a diagnostic proposes, for `strat check --fix`, `--json`, SARIF and editors. Made when they are
 * asked for: a check that only tells has no use for them.
 */
import { parse } from '../../grammar/parse.ts';
import type { SourceFile } from '../../grammar/tree.ts';
import type { Diagnostic, Sources } from '../diagnostic.ts';
import type { SpanEdit } from '../edits.ts';
import { SET_FILE } from '../expression/params.ts';
import { insertLines, insertUse } from './lines.ts';
import type { Change, Remedy } from './remedy.ts';
import { included, moved, rewrittenCall, withoutArgument } from './rewrite.ts';
import { homeOf, removal, type Site } from './site.ts';

/** Edits that do not overlap, in source order. */
export interface Fix {
  readonly title: string;
  /** May be done unasked: see `Remedy`. */
  readonly safe: boolean;
  readonly edits: readonly SpanEdit[];
}

/** The fixes of the diagnostics of one compilation; each of its texts is parsed once at most. */
export class Fixes {
  readonly #sources: Sources;
  readonly #trees = new Map<string, SourceFile>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** What can be done about it, likeliest first. */
  of({ span, remedies }: Diagnostic): readonly Fix[] {
    const text = this.#sources.get(span.file);
    // What `--set` says stands in no file.
    if (text === undefined || span.file === SET_FILE || remedies.length === 0) return [];
    const site = { span, text, tree: this.#treeOf(span.file, text) };
    return remedies.flatMap(({ title, safe, change, at }: Remedy) => {
      const edits = editsOf(change, at === undefined ? site : { ...site, span: at });
      return edits === null ? [] : [{ title, safe, edits: edits.map((edit) => endedAs(text, edit)) }];
    });
  }

  #treeOf(file: string, text: string): SourceFile {
    const known = this.#trees.get(file) ?? parse(text, file).file;
    this.#trees.set(file, known);
    return known;
  }
}

/** Lines of the edit end as those of the text do. */
function endedAs(text: string, { span, text: written }: SpanEdit): SpanEdit {
  return { span, text: text.includes('\r\n') ? written.replaceAll('\n', '\r\n') : written };
}

/** Null where the text is not as the change takes it to be, which happens in broken ones. */
function editsOf(change: Change, site: Site): readonly SpanEdit[] | null {
  const { span, text } = site;
  switch (change.kind) {
    case 'replace':
      return replaced(change.part, change.text, site);
    case 'insert': {
      const at = change.side === 'before' ? span.start : span.end;
      return [{ span: { ...span, start: at, end: at }, text: change.text }];
    }
    case 'sign': {
      const sign = new RegExp(`^\\s*${change.from}`).exec(text.slice(span.end, span.end + LONGEST_GAP))?.[0];
      return sign === undefined
        ? null
        : [{ span: { ...span, start: span.end, end: span.end + sign.length }, text: change.to }];
    }
    case 'drop':
      return removal(site);
    case 'move':
      return moved(change.to, site);
    case 'call':
      return rewrittenCall(change.text, site);
    case 'drop argument':
      return withoutArgument(site);
    case 'include':
      return included(change.name, site);
    case 'lines':
      return insertLines(change.lines, homeOf(site, null), site);
    case 'use': {
      const lines = change.lines.length === 0 ? [] : insertLines(change.lines, homeOf(site, null), site);
      return lines === null ? null : [insertUse(change.path, site), ...lines];
    }
    case 'allow':
      return insertLines([`allow ${change.code} "${REASON}"`], homeOf(site, change.block ?? 'strategy'), site);
  }
}

/** Between a name and the sign behind it. */
const LONGEST_GAP = 40;

/** Every report prints the reason, so that one nobody has given shows. */
const REASON = 'TODO: why this is right here';

function replaced(part: string | null, by: string, { span, text }: Site): readonly SpanEdit[] | null {
  const blamed = text.slice(span.start, span.end);
  const from = part === null ? 0 : blamed.lastIndexOf(part);
  if (from < 0) return null;
  const start = span.start + from;
  const end = start + (part ?? blamed).length;
  // What is taken away leaves one blank, not two; and a comma stands behind a word, not behind a blank.
  const blanks = by === '' && /\s/.test(text.charAt(start - 1)) ? blanksFrom(text, end) : 0;
  const before = by.startsWith(',') ? (/[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0) : 0;
  return [{ span: { ...span, start: start - before, end: end + blanks }, text: by }];
}

function blanksFrom(text: string, at: number): number {
  return /^[ \t]*/.exec(text.slice(at))?.[0].length ?? 0;
}
