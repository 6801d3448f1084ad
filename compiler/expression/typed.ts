/** Expressions after checking: what each computes and the facets it was found to have. */
import type { Span } from '../../grammar/span.ts';
import type { Builtin, Facets, Field } from '../../stdlib/types.ts';

export interface Reference {
  readonly name: string;
  readonly declaredAt: Span;
  /** What stands there, spans and names as in the definition; of a param, its value. */
  readonly value: TypedExpression;
}

export interface TypedBase extends Facets {
  readonly span: Span;
  /** The name by which this place refers to it; null when written in place. */
  readonly reference: Reference | null;
}

/** Known when compiling: literals, params, and arithmetic on them. `setBy` says whether `--set` had a part in it. */
export interface TypedConstant extends TypedBase {
  readonly form: 'constant';
  readonly value: number;
  readonly setBy: 'file' | 'command line';
  /** Null for a number as it is written. */
  readonly source: ConstantSource | null;
}

/** What else a constant could be: a param within its bounds, or arithmetic on some. */
export type ConstantSource =
  | { readonly from: 'param'; readonly lo: number; readonly hi: number }
  | { readonly from: 'arithmetic'; readonly builtin: Builtin; readonly inputs: readonly TypedConstant[] };

export interface TypedField extends TypedBase {
  readonly form: 'field';
  readonly field: Field;
}

/** A built-in applied; operators are built-ins too. `constants` follow the signature's non-value parameters. */
export interface TypedCall extends TypedBase {
  readonly form: 'call';
  readonly builtin: Builtin;
  readonly inputs: readonly TypedExpression[];
  readonly constants: readonly number[];
  /** Its quoted argument, such as the name of an external series; null for all that take none. */
  readonly text: string | null;
  /** Applications from here down to the deepest leaf, definitions written out. */
  readonly height: number;
}

export type TypedExpression = TypedConstant | TypedField | TypedCall;

/** Null is poison: the mistake has been reported, and whatever is built on it stays silent. */
export type Checked = TypedExpression | null;

export const NO_LOOK_BACK = { sessions: 0, recursive: false } as const;
