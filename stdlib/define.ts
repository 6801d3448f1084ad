/** Small makers that keep signatures short and alike. */
import type { Instant, Kind, LookBack, Parameter, Unit } from './types.ts';

interface ConstantOptions {
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
}

export function value(
  name: string,
  summary: string,
  options: { readonly kinds?: readonly Kind[]; readonly unit?: Unit } = {},
): Parameter {
  return { name, role: 'value', summary, ...options };
}

/** A truth: one of a stock and session, or one of a session. */
export function truth(name: string, summary: string): Parameter {
  return value(name, summary, { kinds: ['mask', 'condition'] });
}

/** Numbers by stock and session only: what is compared across stocks. */
export function panel(name: string, summary: string): Parameter {
  return value(name, summary, { kinds: ['panel'] });
}

/** Which group each stock is in: `by: sector`. */
export function groups(name: string, summary: string): Parameter {
  return value(name, summary, { kinds: ['groups'] });
}

/** Among which stocks a stock is compared, when not among all members. */
export function withinGroups(): Parameter {
  return optional(groups('by', 'Within which groups, such as `sector`; left out, among all members.'));
}

/** A value that may be left out; no other comes after it. */
export function optional(parameter: Parameter): Parameter {
  return { ...parameter, optional: true };
}

/** Forty years: longer than any market data, short enough that a slip of the keyboard cannot exhaust memory. */
export const MOST_SESSIONS = 10_000;

export function sessions(name: string, summary: string, options: ConstantOptions = {}): Parameter {
  return { name, role: 'sessions', summary, min: 1, max: MOST_SESSIONS, ...options };
}

/** A window that ends with t and includes it. */
export function windowOf(least: number, summary = 'Sessions of the window, t included.', ideal?: number): Parameter {
  return sessions('window', summary, ideal === undefined ? { min: least } : { min: least, default: ideal });
}

export function number(name: string, summary: string, options: ConstantOptions = {}): Parameter {
  return { name, role: 'number', summary, ...options };
}

export function count(name: string, summary: string, options: ConstantOptions = {}): Parameter {
  return { name, role: 'count', summary, ...options };
}

export function ratio(name: string, summary: string, options: ConstantOptions = {}): Parameter {
  return { name, role: 'ratio', summary, ...options };
}

// ── When it is known ───────────────────────────────────────────────────────────────────────────────────────────

/** Of the session a value is for. */
export const AT_THE_OPEN: Instant = { at: 'open', shift: 0, delay: 0 };
export const AT_THE_CLOSE: Instant = { at: 'close', shift: 0, delay: 0 };

// ── Look-backs ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A window of n sessions, n being the first constant, reaches n − 1 sessions back. */
export const windowLookBack = (constants: readonly number[]): LookBack => exactly(constants[0]! - 1);

/** A lag of n sessions, n being the first constant. */
export const lagLookBack = (constants: readonly number[]): LookBack => exactly(constants[0]!);

export function exactly(sessions: number): LookBack {
  return { sessions, recursive: false };
}

/** First defined after `sessions`, and carrying everything before. */
export function carrying(sessions: number): LookBack {
  return { sessions, recursive: true };
}
