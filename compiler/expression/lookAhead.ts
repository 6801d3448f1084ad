/**
 * The errors of what is not known in time: from the place in the slot along the definitions it goes through to the
 * value to blame, and to where the decision is declared.
 */
import type { Span } from '../../grammar/span.ts';
import type { Name } from '../../grammar/tree.ts';
import type { Instant } from '../../stdlib/types.ts';
import type { RelatedSpan } from '../diagnostic.ts';
import { type Context, textOf } from './context.ts';
import { describeInstant, isKnownBy, shifted } from './instants.ts';
import type { Reference, TypedExpression } from './typed.ts';

/** Definitions shown on the way; of more, the first two and the last. */
const MOST_LINKS = 4;
/** Longer parts are called by their built-in alone. */
const LONGEST_PART = 40;

/** Where the slot's value was written: in place, or in a block that an `include` brings. */
export interface Written {
  /** "this filter" */
  readonly what: string;
  readonly includedBy: Name | null;
}

export interface Culprit {
  /** Names on the way from the slot, outermost first, each where it is used. */
  readonly links: readonly (Reference & { readonly usedAt: Span })[];
  readonly part: TypedExpression;
  /** How far the parts around it shift it. */
  readonly sessions: number;
}

/**
 * Follows what is to blame down to the part that is so by itself. What is made of it is to blame too, so that from each
 * part one input leads on.
 */
export function blame(
  value: TypedExpression,
  isToBlame: (part: TypedExpression, sessions: number) => boolean,
): Culprit {
  const links: Culprit['links'][number][] = [];
  let part = value;
  let sessions = 0;
  for (;;) {
    if (part.reference !== null) {
      links.push({ ...part.reference, usedAt: part.span });
      part = part.reference.value;
      continue;
    }
    if (part.form !== 'call') break;
    const inner = sessions + (part.builtin.shift?.(part.constants) ?? 0);
    const next = part.inputs.find((input) => isToBlame(input, inner));
    if (next === undefined) break;
    part = next;
    sessions = inner;
  }
  return { links, part, sessions };
}

type Reporting = Pick<Context, 'timing' | 'diagnostics' | 'sources'>;

/** Something made of a label where no label may stand. */
export function reportLabel(value: TypedExpression, place: Written, context: Reporting): null {
  return report(
    blame(value, ({ kind }) => kind === 'label'),
    'label',
    context.timing.decision,
    place,
    context,
  );
}

/** Something known only after `by`. */
export function reportLate(value: TypedExpression, by: Instant, place: Written, context: Reporting): null {
  const isLate = ({ availability }: TypedExpression, sessions: number) =>
    !isKnownBy(shifted(availability, sessions), by);
  return report(blame(value, isLate), 'data', by, place, context);
}

function report(
  culprit: Culprit,
  kind: 'label' | 'data',
  by: Instant,
  { what, includedBy }: Written,
  { timing, diagnostics, sources }: Reporting,
): null {
  const { links, part, sessions } = culprit;
  const { decision, declaredAt, filledAt } = timing;
  const known = shifted(part.availability, sessions);
  const when = by === decision ? 'decided' : 'filled';
  const facts = {
    what,
    included: includedBy?.text ?? null,
    kind,
    name: (kind === 'data' ? links[0] : links.at(-1))?.name ?? null,
    part: called(part, sources),
    known: known === 'always' ? timing.decision : known,
    decision,
    fill: timing.fill,
    when,
    by,
  } as const;
  const related = chainOf(culprit, kind, includedBy, sources);
  const at = when === 'decided' ? declaredAt : filledAt;
  // Costs are charged by the session of the fill, whichever that is.
  const instant = when === 'decided' ? describeInstant(by) : `at the ${by.at} of it`;
  if (at !== null) related.push({ span: at, message: `but the order is ${when} ${instant}` });
  const span = includedBy?.span ?? links[0]?.usedAt ?? part.span;
  return diagnostics.report('looks-ahead', span, facts, { related });
}

/** One place for each definition: where it uses the next one, and the last where it uses what is to blame. */
function chainOf(
  { links, part, sessions }: Culprit,
  kind: 'label' | 'data',
  includedBy: Name | null,
  sources: Context['sources'],
): RelatedSpan[] {
  const users = [...(includedBy === null ? [] : ['it']), ...links.map(({ name }) => `\`${name}\``)];
  const used = includedBy === null ? links.slice(1) : links;
  const steps = used.map(({ usedAt, name }, index): RelatedSpan => {
    return { span: usedAt, message: `${users[index]} uses \`${name}\` here` };
  });
  const last = links.at(-1);
  const known = shifted(part.availability, sessions);
  const when = known === 'always' ? '' : `, known ${describeInstant(known)}`;
  if (kind === 'label' && last?.value === part) {
    steps.push({ span: last.declaredAt, message: 'the label is declared here' });
  } else if (users.length > 0) {
    steps.push({ span: part.span, message: `${users.at(-1)} uses \`${called(part, sources)}\` here${when}` });
  }
  return shortened(steps);
}

function shortened(steps: RelatedSpan[]): RelatedSpan[] {
  const skipped = steps.length - MOST_LINKS;
  const last = steps.at(-1);
  if (skipped <= 0 || last === undefined) return steps;
  return [...steps.slice(0, 2), { ...last, message: `and, ${skipped + 1} definitions further, ${last.message}` }];
}

function called(part: TypedExpression, sources: Context['sources']): string {
  const text = textOf(part.span, sources);
  return part.form === 'call' && text.length > LONGEST_PART ? part.builtin.name : text;
}
