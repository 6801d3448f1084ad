/** What the checker found of expressions, by where they stand. */
import type { Span } from '../../grammar/span.ts';
import type { InspectedStrategy } from '../compile.ts';
import type { TypedExpression } from '../expression/typed.ts';

/** Facets of every expression of a strategy that could be checked. */
export class TypedPlaces {
  readonly #byPlace = new Map<string, TypedExpression>();
  readonly #seen = new Set<unknown>();

  constructor({ definitions, checked }: InspectedStrategy) {
    for (const value of definitions.values()) if (value !== null) this.#addAll(value);
    this.#search(checked);
  }

  at(span: Span): TypedExpression | null {
    return this.#byPlace.get(keyOf(span)) ?? null;
  }

  /** Blocks hold expressions in the places that their settings have; what is none of them is passed over. */
  #search(value: unknown): void {
    if (value === null || typeof value !== 'object' || this.#seen.has(value)) return;
    this.#seen.add(value);
    if (isTyped(value)) this.#addAll(value);
    else for (const inner of Object.values(value)) this.#search(inner);
  }

  #addAll(value: TypedExpression): void {
    const key = keyOf(value.span);
    // Operands that were written out by the language have the place of what they were written for: the outer one counts.
    if (!this.#byPlace.has(key)) this.#byPlace.set(key, value);
    if (value.form !== 'call' || this.#seen.has(value.inputs)) return;
    this.#seen.add(value.inputs);
    for (const input of value.inputs) this.#addAll(input);
  }
}

function isTyped(value: object): value is TypedExpression {
  return 'form' in value && 'lookBack' in value && 'span' in value;
}

function keyOf({ file, start, end }: Span): string {
  return `${file} ${start} ${end}`;
}
