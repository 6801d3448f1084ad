/**
 * The one message table: every code, what it says, and what `strat explain` tells about it. Codes are stable. The
 * entries stand by theme in `messages/`.
 */
import type { Diagnostic, Severity } from './diagnostic.ts';
import { BLOCKS } from './messages/blocks.ts';
import { EXPRESSIONS } from './messages/expressions.ts';
import { FEASIBILITY } from './messages/feasibility.ts';
import { INSTANTS } from './messages/instants.ts';
import { LEARNING } from './messages/learning.ts';
import { LINTS } from './messages/lints.ts';
import type { Message } from './messages/message.ts';
import { MISTAKES } from './messages/mistakes.ts';
import { PORTFOLIO } from './messages/portfolio.ts';
import { SPLIT } from './messages/split.ts';
import { STRUCTURE } from './messages/structure.ts';
import { SYNTAX } from './messages/syntax.ts';

export const MESSAGES = {
  ...SYNTAX,
  ...STRUCTURE,
  ...EXPRESSIONS,
  ...INSTANTS,
  ...BLOCKS,
  ...PORTFOLIO,
  ...SPLIT,
  ...LEARNING,
  ...MISTAKES,
  ...LINTS,
  ...FEASIBILITY,
};

export type Code = keyof typeof MESSAGES;
export type FactsOf<C extends Code> = (typeof MESSAGES)[C] extends Message<infer Facts> ? Facts : never;

export const CODES = Object.keys(MESSAGES) as readonly Code[];

export function isCode(text: string): text is Code {
  return Object.hasOwn(MESSAGES, text);
}

export function severityOf(code: Code): Severity {
  return MESSAGES[code].severity;
}

/** The worded parts of a diagnostic. */
export function describe<C extends Code>(
  code: C,
  facts: FactsOf<C>,
): Pick<Diagnostic, 'severity' | 'message' | 'label' | 'hints' | 'remedies'> {
  // Each code's facts are typed at the call; the table as a whole cannot say so.
  const entry = MESSAGES[code] as unknown as Message<FactsOf<C>>;
  return {
    severity: entry.severity,
    message: entry.message(facts),
    label: entry.label?.(facts) ?? null,
    hints: (entry.hints?.(facts) ?? []).filter((hint) => hint !== null),
    remedies: (entry.remedies?.(facts) ?? []).filter((remedy) => remedy !== null),
  };
}
