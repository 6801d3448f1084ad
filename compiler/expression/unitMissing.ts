/** A number without the unit that it needs: where one goes, and which it may be. */
import { type Context, textOf } from './context.ts';
import type { TypedConstant, TypedExpression } from './typed.ts';

/** What a bare number may have meant, likeliest first: `5` is `5 bps` or `5%`. */
export type Meant = (text: string, value: number) => readonly string[];

/** Of a return, a drawdown or a drift. */
export const inPercent: Meant = (text) => [`${text}%`];

/**
 * Always null. Only behind a number as it is written does a unit mean what it says: behind `5 + 5` it is the last one's.
 * The unit of a name goes to where that is set.
 */
export function reportUnitMissing(typed: TypedExpression, what: string, meant: Meant, context: Context): null {
  const text = textOf(typed.span, context.sources);
  const written = typed.form === 'constant' ? numberOf(typed, context) : null;
  const { reference } = typed;
  const facts = {
    text,
    what,
    name: reference?.name ?? null,
    examples: written === null ? [] : meant(written.text, written.value),
    example: meant('5', 5)[0] ?? '5%',
    at: reference !== null && written !== null && written.at.file === typed.span.file ? written.at : null,
  };
  const related = reference === null ? [] : [{ span: reference.declaredAt, message: `${reference.name} is set here` }];
  return context.diagnostics.report('unit-missing', typed.span, facts, { related });
}

const NUMBER = /^-?\d[\d_]*(?:\.[\d_]+)?[A-Za-z]?$/;

/** The number that a unit can stand behind: the constant itself, or the one that its name is set to. */
function numberOf(constant: TypedConstant, { sources }: Context) {
  const set = constant.reference?.value ?? constant;
  // A param has the unit of its bounds too: its default alone is not changed.
  if (set.form !== 'constant' || set.source !== null || set.setBy !== 'file') return null;
  const text = textOf(set.span, sources);
  return NUMBER.test(text) ? { text, value: set.value, at: set.span } : null;
}
