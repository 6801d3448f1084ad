/**
 * The syntax tree: what was written, nothing more. Every node knows its span; nothing is resolved, typed or
 * defaulted here. The builder (`build.ts`) is its only maker and the only reader of Chevrotain's CST.
 */
import type { Span } from './span.ts';

interface Node {
  readonly span: Span;
}

// ── Expressions ────────────────────────────────────────────────────────────────────────────────────────────────

export interface Name extends Node {
  readonly kind: 'name';
  readonly text: string;
}

/**
 * Units that may follow a number. `d` sessions; `min` minutes of the clock; `w`, `m`, `y` calendar weeks, months and
 * years. A literal in `USD` next to a price (USD/share) means per share, as people say it: `raw_close >= 5 USD`.
 */
export type UnitWord = '%' | 'bps' | 'USD' | 'shares' | 'min' | 'd' | 'w' | 'm' | 'y';

/**
 * A number with what follows it: `38`, `20%`, `5 bps`, `5M USD`, `20d`, `8% per year`. `value` is already scaled
 * (20% is 0.2, 5 bps is 0.0005, 5M is 5,000,000); `text` is as written.
 */
export interface NumberLiteral extends Node {
  readonly kind: 'number';
  readonly value: number;
  readonly text: string;
  readonly unit: UnitWord | null;
  readonly per: 'session' | 'day' | 'month' | 'year' | 'share' | null;
}

/** `2020-01-01`. `iso` is the text; that it is a real day is checked by the compiler. */
export interface DateLiteral extends Node {
  readonly kind: 'date';
  readonly iso: string;
}

/** `"…"`, unescaped. */
export interface TextLiteral extends Node {
  readonly kind: 'text';
  readonly value: string;
}

/** `[AAPL, MSFT]` */
export interface ListLiteral extends Node {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}

export interface Argument extends Node {
  readonly name: Name | null;
  readonly value: Expression;
}

export interface Call extends Node {
  readonly kind: 'call';
  readonly callee: Name;
  readonly arguments: readonly Argument[];
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: '-' | 'not';
  readonly operand: Expression;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'and' | 'or';

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

/** Parentheses are kept, so that printing gives back what was written. */
export interface Parenthesized extends Node {
  readonly kind: 'parenthesized';
  readonly inner: Expression;
}

/** Where an expression should stand and none could be read; a syntax problem has been reported for it. */
export interface Missing extends Node {
  readonly kind: 'missing';
}

export type Expression =
  | Name
  | NumberLiteral
  | DateLiteral
  | TextLiteral
  | ListLiteral
  | Call
  | Unary
  | Binary
  | Parenthesized
  | Missing;

// ── Slots of settings ──────────────────────────────────────────────────────────────────────────────────────────

/** `a .. b`; for dates both ends are included. */
export interface Range extends Node {
  readonly kind: 'range';
  readonly from: Expression;
  readonly to: Expression;
}

/** Fixed words chosen among alternatives, joined by one space: `next open`, `each session`. */
export interface Words extends Node {
  readonly kind: 'words';
  readonly text: string;
}

/** `16:15` */
export interface TimeLiteral extends Node {
  readonly kind: 'time';
  readonly hour: number;
  readonly minute: number;
}

/** `America/New_York`, and a ticker such as `BRK.B`: a name with other characters between its parts. */
export interface CompoundName extends Node {
  readonly kind: 'compound-name';
  readonly text: string;
}

export type SlotValue = Expression | Range | Words | TimeLiteral | CompoundName;

// ── Statements ─────────────────────────────────────────────────────────────────────────────────────────────────

/** One setting of a block, after the pattern in `settings.ts` whose `key` it names. */
export interface Setting extends Node {
  readonly kind: 'setting';
  /** The key of its pattern, such as `long`, `limit weight`, `target volatility`. */
  readonly key: string;
  readonly keySpan: Span;
  /** By slot name; an optional slot that was left out is absent. */
  readonly slots: Readonly<Record<string, SlotValue>>;
}

/** `ret_1d = returns(close, 1d)` or `label next_return = forward_return(close, 1d)` */
export interface Definition extends Node {
  readonly kind: 'definition';
  readonly label: boolean;
  readonly name: Name;
  readonly value: Expression;
}

/** `param k = 38 in 5 .. 100` */
export interface Param extends Node {
  readonly kind: 'param';
  readonly name: Name;
  readonly value: Expression;
  readonly bounds: Range | null;
}

/** `include core14`: the settings of a named block of the same type are read as if they stood here. */
export interface Include extends Node {
  readonly kind: 'include';
  readonly name: Name;
}

/** `no short`: takes back what `extends` or `include` brought. */
export interface Removal extends Node {
  readonly kind: 'removal';
  readonly key: string;
  readonly keySpan: Span;
}

/** `allow same_close_fill "the closing auction"`: accepts one warning; `code` is kebab-case. */
export interface Allow extends Node {
  readonly kind: 'allow';
  readonly code: string;
  readonly codeSpan: Span;
  readonly reason: TextLiteral;
}

export type BlockStatement = Setting | Definition | Include | Removal | Allow;

export type BlockType =
  | 'universe'
  | 'features'
  | 'model'
  | 'split'
  | 'portfolio'
  | 'execution'
  | 'costs'
  | 'risk'
  | 'paper';

/**
 * `costs { … }` in a strategy (`name` is null), `model lstm { … }` (`name` is the model's type), `portfolio reversal { … }` (one of several), or a named block of
 * a library, `features core14 { … }`.
 */
export interface Block extends Node {
  readonly kind: 'block';
  readonly type: BlockType;
  readonly typeSpan: Span;
  readonly name: Name | null;
  readonly statements: readonly BlockStatement[];
}

// ── Files ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** `use std.features.core14`: every declaration of that file can be named in this one. */
export interface Use extends Node {
  readonly kind: 'use';
  readonly path: readonly Name[];
}

export type StrategyStatement = Param | Definition | Block | Allow;

export interface Strategy extends Node {
  readonly kind: 'strategy';
  readonly name: Name;
  readonly parent: Name | null;
  readonly statements: readonly StrategyStatement[];
}

/** `members sp500 = constituents("SP500")` in a library: a named universe. */
export interface MembersDeclaration extends Node {
  readonly kind: 'members';
  readonly name: Name;
  readonly value: Expression;
}

export type Declaration = Strategy | Block | MembersDeclaration | Definition;

export interface SourceFile extends Node {
  readonly kind: 'file';
  readonly uses: readonly Use[];
  readonly declarations: readonly Declaration[];
}

/** What the parser found wrong. Its code and facts go to the compiler's one message table. */
export interface SyntaxProblem {
  readonly code: string;
  readonly span: Span;
  /** Named facts for the message, such as what was found and what was expected. */
  readonly facts: Readonly<Record<string, string | readonly string[]>>;
}

export interface ParseResult {
  readonly file: SourceFile;
  readonly problems: readonly SyntaxProblem[];
}
