/** Looks a mistake up before it is called something general: by its words, by its shape, by its name elsewhere. */
import type { Span } from '../../grammar/span.ts';
import type { Argument, Call, Expression } from '../../grammar/tree.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { TellingCode, Told } from '../messages/mistakes.ts';
import { ARGUMENTS, MEMBERS, WORDS } from './table.ts';
import { CHOICE, type Translation, translationOf } from './translations.ts';

export interface Telling {
  readonly code: TellingCode;
  readonly span: Span;
  readonly facts: Told;
}

export function report({ code, span, facts }: Telling, diagnostics: Diagnostics): null {
  return diagnostics.report(code, span, facts);
}

/** As it was written, on one line. */
type Text = (span: Span) => string;

/** A name that nothing has. */
export function tellName(name: string, span: Span): Telling | null {
  return tellWord(name, span, WORDS, 'close');
}

/** A name that no members have. */
export function tellMembers(name: string, span: Span): Telling | null {
  return tellWord(name, span, MEMBERS, 'close');
}

/** `constituents("SP500", 2025-10-31)`: a day behind the name of an index. */
export function tellDay({ arguments: [index, ...more] }: Call, text: Text): Telling | null {
  const day = more.find(({ value }) => value.kind === 'date');
  if (index === undefined || day === undefined) return null;
  const instead = [`members constituents(${text(index.span)}) as of each session`];
  return { code: 'members-of-one-day', span: day.span, facts: { text: text(day.span), instead } };
}

function tellWord(word: string, span: Span, rows: typeof WORDS, first: string): Telling | null {
  const found = rows.find((row) => row.word.test(word));
  if (found === undefined) return null;
  const instead = found.instead.map((template) => fill(template, { x: first }));
  return { code: found.code, span, facts: { text: word, instead } };
}

const WORDS_AND_TEXTS: ReadonlySet<Expression['kind']> = new Set(['name', 'text', 'number']);

/** An argument that gives the call away, whatever is called: `center: true`, `restated`, `lookahead_on`. */
export function tellArgument(call: Call, isKnown: (name: string) => boolean, text: Text): Telling | null {
  const first = firstOf(call, text) ?? 'close';
  for (const { name, value, span } of call.arguments) {
    if (name !== null && WORDS_AND_TEXTS.has(value.kind)) {
      const told = tellWord(`${name.text}: ${text(value.span)}`, span, ARGUMENTS, first);
      if (told !== null) return told;
    }
    if (value.kind === 'name' && !isKnown(value.text)) {
      const told = tellWord(value.text, value.span, WORDS, first);
      if (told !== null) return told;
    }
  }
  return null;
}

/** A function that there is not, and that would look ahead elsewhere. In a label that is what a return ahead is for. */
export function tellFunction(call: Call, inLabel: boolean, text: Text): Telling | null {
  const name = call.callee.text;
  const first = firstOf(call, text) ?? 'x';
  const told = tellWord(name, call.callee.span, WORDS, first);
  if (told !== null) return inLabel && told.code === 'negative-lag' ? forward(told, first, windowOf(call, text)) : told;

  const translation = translationOf(name);
  if (translation === undefined) return null;
  if (translation.shifts && call.arguments.some(({ value }) => isNegative(value))) {
    const window = windowOf(call, text);
    const instead = [fill(translation.template, { x: first, window })];
    const ahead: Telling = { code: 'negative-lag', span: call.span, facts: { text: shown(call, text), instead } };
    return inLabel ? forward(ahead, first, window) : ahead;
  }
  if (translation.statistic && call.arguments.length < 2) {
    const instead = [fill(translation.template, { x: first, window: '250d' })];
    return { code: 'whole-sample', span: call.span, facts: { text: shown(call, text), instead } };
  }
  return null;
}

function forward(told: Telling, x: string, window: string | undefined): Telling {
  return {
    ...told,
    facts: { ...told.facts, instead: [`forward_return(${x === 'x' ? 'close' : x}, ${window ?? '1d'})`] },
  };
}

/** What a function of another system is called here, with the arguments it was given where they are simple. */
export function translate(call: Call, text: Text): string | null {
  const translation = translationOf(call.callee.text);
  if (translation === undefined) return null;
  if (translation.template === CHOICE && call.arguments.length === 3 && isShort(call.span)) {
    return `where(${call.arguments.map(({ span }) => text(span)).join(', ')})`;
  }
  const [x, y] = [firstOf(call, text), simple(call.arguments[1], text)];
  const counts = call.arguments[1]?.value.kind === 'number';
  return templateFor(translation, call.arguments.length > 1 && !counts, { x, y, window: windowOf(call, text) });
}

function templateFor({ template, pairwise }: Translation, ofTwo: boolean, parts: Parts): string {
  return fill(ofTwo && pairwise !== null ? pairwise : template, parts);
}

interface Parts {
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  /** `20d` */
  readonly window?: string | undefined;
}

/** Puts what was written into a template. */
export function fill(template: string, { x, y, window }: Parts): string {
  return template
    .replace(/\d+d\b/, (usual) => window ?? usual)
    .replace(/\b[xy]\b/g, (name) => (name === 'x' ? x : y) ?? name);
}

function firstOf(call: Call, text: Text): string | undefined {
  return simple(call.arguments[0], text);
}

const LONGEST = 40;

function isShort({ start, end }: Span): boolean {
  return end - start <= LONGEST;
}

/** As it was written, or its name alone when that is long. */
function shown({ callee, span }: Call, text: Text): string {
  return isShort(span) ? text(span) : `${callee.text}(…)`;
}

/** An argument that can stand in a template as it is: no operators, not long, no number. */
function simple(argument: Argument | undefined, text: Text): string | undefined {
  if (argument === undefined || argument.name !== null) return undefined;
  const { kind, span } = argument.value;
  return (kind === 'name' || kind === 'call') && isShort(span) ? text(span) : undefined;
}

/** The number of sessions that was said, as it is written here. */
function windowOf(call: Call, text: Text): string | undefined {
  const [, second] = call.arguments;
  if (second === undefined || !isShort(second.value.span)) return undefined;
  const digits = /^-?\s*(\d{1,4})d?$/.exec(text(second.value.span))?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : `${digits}d`;
}

function isNegative(value: Expression): boolean {
  return value.kind === 'unary' && value.operator === '-' && value.operand.kind === 'number';
}
