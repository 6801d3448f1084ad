/** Diagnostics in the shape of the Language Server Protocol. */
import type { Span } from '../grammar/span.ts';
import type { Diagnostic, Sources } from './diagnostic.ts';
import { type Fix, Fixes } from './fix/fix.ts';
import type { Position } from './text.ts';
import { Texts } from './texts.ts';

interface LspRange {
  readonly start: Position;
  readonly end: Position;
}

/** Shaped like the Language Server Protocol's `Diagnostic`; `file` and `data` are ours. */
export interface JsonDiagnostic {
  readonly file: string;
  readonly range: LspRange;
  /** 1 error, 2 warning. */
  readonly severity: 1 | 2;
  readonly code: string;
  readonly source: 'strat';
  readonly message: string;
  readonly relatedInformation: readonly {
    readonly location: { readonly uri: string; readonly range: LspRange };
    readonly message: string;
  }[];
  readonly data: {
    readonly label: string | null;
    readonly hints: readonly string[];
    /** What can be done about it, likeliest first. */
    readonly fixes: readonly JsonFix[];
  };
}

interface JsonFix {
  readonly title: string;
  /** `strat check --fix` does it unasked. */
  readonly safe: boolean;
  readonly edits: readonly { readonly file: string; readonly range: LspRange; readonly newText: string }[];
}

export function toJson(diagnostics: readonly Diagnostic[], sources: Sources): readonly JsonDiagnostic[] {
  const texts = new Texts(sources);
  const rangeOf = (span: Span): LspRange => ({
    start: texts.positionOf(span, 'start'),
    end: texts.positionOf(span, 'end'),
  });
  const asFix = ({ title, safe, edits }: Fix): JsonFix => ({
    title,
    safe,
    edits: edits.map(({ span, text }) => ({ file: span.file, range: rangeOf(span), newText: text })),
  });
  const fixes = new Fixes(sources);
  return diagnostics.map((diagnostic) => {
    const { code, severity, message, span, label, related, hints } = diagnostic;
    return {
      file: span.file,
      range: rangeOf(span),
      severity: severity === 'error' ? 1 : 2,
      code,
      source: 'strat',
      message,
      relatedInformation: related.map((place) => ({
        location: { uri: place.span.file, range: rangeOf(place.span) },
        message: place.message,
      })),
      data: { label, hints, fixes: fixes.of(diagnostic).map(asFix) },
    };
  });
}
