/**
 * What a plan says of the universe: who may be held, and on which sessions. `Value` is a node of the plan, or before
 * lowering a typed expression.
 */
import type { DateRange } from './plan.ts';

export interface UniverseOf<Value> {
  readonly members: MembersSpec;
  /** Of the members so many by a value; null: all of them. */
  readonly top: TopOf<Value> | null;
  readonly benchmark: string | null;
  readonly calendar: string;
  readonly sessionsPerYear: number;
  readonly period: DateRange;
  /** Masks; a stock of the cross-section meets them all. */
  readonly require: readonly Value[];
}

/** The highest by a value, by ticker among equals. */
export interface TopOf<Value> {
  readonly count: number;
  /** Who is among the top stays until it falls below this place: at least `count`. */
  readonly keep: number;
  /** A panel that is known before the session opens: it says where a stock stood the session before. */
  readonly by: Value;
}

/** Who belongs, as the data tell it. */
export type MembersSpec =
  | { readonly source: 'constituents'; readonly index: string }
  | { readonly source: 'list'; readonly tickers: readonly string[] }
  /** Every stock there is. */
  | { readonly source: 'all' }
  /** Who belongs to either, to both, or to the first and not to the second. */
  | { readonly source: 'or' | 'and' | 'and not'; readonly of: readonly [MembersSpec, MembersSpec] };

/** Every expression that decides who may be held. */
export function valuesOfUniverse<Value>({
  top,
  require,
}: Pick<UniverseOf<Value>, 'top' | 'require'>): readonly Value[] {
  return top === null ? require : [top.by, ...require];
}

/** Of what it is made of, in the order of writing. */
export function partsOf(members: MembersSpec): readonly Exclude<MembersSpec, { of: unknown }>[] {
  return 'of' in members ? members.of.flatMap(partsOf) : [members];
}

/** How people are told of an index and of a list. */
interface Words {
  index(name: string): string;
  list(tickers: readonly string[]): string;
}

export function membersText(members: MembersSpec, words: Words): string {
  switch (members.source) {
    case 'constituents':
      return words.index(members.index);
    case 'list':
      return words.list(members.tickers);
    case 'all':
      return 'all stocks of the data';
    default: {
      const [left, right] = members.of.map((part) => {
        const text = membersText(part, words);
        return 'of' in part ? `(${text})` : text;
      });
      return `${left} ${members.source} ${right}`;
    }
  }
}
