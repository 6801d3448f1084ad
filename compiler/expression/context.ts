import type { Span } from '../../grammar/span.ts';
import type { Definition, Expression } from '../../grammar/tree.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { Depth } from './depth.ts';
import type { Names } from './names.ts';
import type { Timing } from './timing.ts';
import type { Checked } from './typed.ts';

/** What checking an expression needs besides the expression. */
export interface Context {
  readonly diagnostics: Diagnostics;
  readonly names: Names;
  readonly sources: ReadonlyMap<string, string>;
  /** Definitions are checked once; `open` are those being checked, outermost first, to name cycles. */
  readonly checked: Map<Definition, Checked>;
  readonly open: Definition[];
  readonly depth: Depth;
  /** Against which everything that decides an order is verified. */
  readonly timing: Timing;
}

/** As it was written, on one line. */
export function textOf(span: Span, sources: ReadonlyMap<string, string>): string {
  return (sources.get(span.file) ?? '').slice(span.start, span.end).replace(/\s+/g, ' ');
}

/** What stands inside of parentheses. */
export function unwrap(expression: Expression): Expression {
  return expression.kind === 'parenthesized' ? unwrap(expression.inner) : expression;
}
