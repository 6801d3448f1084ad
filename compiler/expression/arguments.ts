/** Which argument goes to which parameter: by position first, then by name. */

import { nearest } from '../../configs/nearest.ts';
import type { Span } from '../../grammar/span.ts';
import type { Argument, Expression } from '../../grammar/tree.ts';
import type { Parameter } from '../../stdlib/types.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { isWindowElsewhere } from '../mistakes/translations.ts';

export interface Callee {
  readonly name: string;
  readonly span: Span;
  /** With its arguments. */
  readonly whole: Span;
  readonly parameters: readonly Parameter[];
  readonly example: string;
}

/** One entry per parameter, null where its default holds; null altogether when the arguments don't fit. */
export function bindArguments(
  callee: Callee,
  given: readonly Argument[],
  diagnostics: Diagnostics,
): readonly (Expression | null)[] | null {
  const { name, parameters } = callee;
  const known = parameters.map((parameter) => parameter.name);
  const bound = new Map<string, Argument>();
  let wrong = 0;
  let named = false;

  for (const [index, argument] of given.entries()) {
    const key = argument.name === null ? known[index] : argument.name.text;
    if (argument.name === null && named) {
      diagnostics.report('positional-after-named', argument.span, { callee: name });
      wrong++;
      continue;
    }
    named ||= argument.name !== null;
    if (key === undefined) {
      diagnostics.report('too-many-arguments', argument.span, { callee: name, count: known.length, known });
      wrong++;
      break; // those behind it are too many as well
    }
    if (argument.name !== null && !known.includes(key)) {
      const facts = { name: key, callee: name, known, nearest: sessionsCalled(key, parameters) ?? nearest(key, known) };
      diagnostics.report('unknown-argument', argument.name.span, facts);
      wrong++;
      continue;
    }
    const previous = bound.get(key);
    if (previous !== undefined) {
      const related = [{ span: previous.span, message: 'first given here' }];
      const span = argument.name?.span ?? argument.span;
      diagnostics.report('duplicate-argument', span, { name: key, callee: name }, { related });
      wrong++;
      continue;
    }
    bound.set(key, argument);
  }

  // A misspelt or misplaced argument is what is missing; saying so twice helps nobody.
  if (wrong > 0) return null;
  for (const { name: key, role, optional, default: fallback, summary } of parameters) {
    if (bound.has(key) || optional || (role !== 'value' && fallback !== undefined)) continue;
    // A statistic without its window is one over everything, which other systems do take it for.
    if (role === 'sessions' && key === 'window') {
      return diagnostics.report('whole-sample', callee.whole, { text: `${name}(…)`, instead: [callee.example] });
    }
    const facts = { name: key, callee: name, summary: summary.replace(/\.$/, ''), example: callee.example };
    diagnostics.report('missing-argument', callee.span, facts);
    return null;
  }
  return known.map((key) => bound.get(key)?.value ?? null);
}

/** `length` and `timeperiod` of other systems are our `window`, `span` or `sessions`, where there is but one of them. */
function sessionsCalled(key: string, parameters: readonly Parameter[]): string | null {
  const [only, more] = parameters.filter(({ role }) => role === 'sessions');
  return isWindowElsewhere(key) && only !== undefined && more === undefined ? only.name : null;
}
