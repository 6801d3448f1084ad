import type { Span } from '../grammar/span.ts';
import type { Remedy } from './fix/remedy.ts';

export type Severity = 'error' | 'warning';

/** A second place that helps to understand the first: "the label is declared here". */
export interface RelatedSpan {
  readonly span: Span;
  readonly message: string;
}

/**
 * One mistake, worded once, in the reader's language. Made only through the message table (`messages.ts`), collected
 * in `Diagnostics`, shown by a renderer; nothing else prints.
 */
export interface Diagnostic {
  /** Stable, kebab-case; `strat explain CODE` knows it. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** What stands under the underline: "known at the close of t+1". */
  readonly label: string | null;
  readonly related: readonly RelatedSpan[];
  /** What to do, one line each. */
  readonly hints: readonly string[];
  /** What of it can be done by a machine; `fixesOf` (`fix/fix.ts`) makes edits of the text of them. */
  readonly remedies: readonly Remedy[];
}

/** A warning that the author accepts where it stands: `allow CODE "reason"`. */
export interface AcceptedDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly reason: string;
}

/** The source texts a compilation read, by file name, for rendering spans. */
export type Sources = ReadonlyMap<string, string>;
