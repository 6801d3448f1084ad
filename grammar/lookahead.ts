/**
 * One token of lookahead, worked out for each choice when it is first met. Chevrotain's own strategy works out all of
 * them while the parser is made, which takes longer than reading a strategy does. A test lets Chevrotain's strategy
 * validate the grammar: that one token is enough, everywhere.
 */
import {
  Alternation,
  type ILookaheadStrategy,
  type IProduction,
  type IToken,
  NonTerminal,
  Option,
  Repetition,
  RepetitionWithSeparator,
  type Rule,
  Terminal,
} from 'chevrotain';

/** What of the parser a lookahead function reads; it is called with the parser as `this`. */
interface Reader {
  LA(ahead: number): IToken;
}

const OPTIONAL = { Option, Repetition, RepetitionWithSeparator } as const;

export const lazyLookahead: ILookaheadStrategy = {
  validate: () => [],

  buildLookaheadForAlternation({ rule, prodOccurrence }) {
    let choice: Map<number, number> | undefined;
    return function (this: Reader): number | undefined {
      choice ??= choicesOf(find(rule, Alternation, prodOccurrence) as unknown as Alternatives);
      return choice.get(this.LA(1).tokenTypeIdx);
    } as () => number | undefined;
  },

  buildLookaheadForOptional({ rule, prodOccurrence, prodType }) {
    let enters: Set<number> | undefined;
    return function (this: Reader): boolean {
      if (enters === undefined) {
        enters = new Set();
        const kind = OPTIONAL[prodType as keyof typeof OPTIONAL];
        addFirst(find<Nested>(rule, kind, prodOccurrence).definition, enters);
      }
      return enters.has(this.LA(1).tokenTypeIdx);
    } as () => boolean;
  },
};

interface Nested {
  readonly definition: IProduction[];
}

interface Alternatives {
  readonly definition: readonly Nested[];
}

interface Numbered extends Nested {
  readonly idx: number;
}

// biome-ignore lint/suspicious/noExplicitAny: constructors of several shapes, only compared with.
type Kind<P> = new (...args: any[]) => P;

/** The production of a rule with this kind and occurrence number. */
function find<P extends object>(rule: Rule, kind: Kind<P>, occurrence: number): P {
  const open: IProduction[] = [...rule.definition];
  for (let production = open.pop(); production !== undefined; production = open.pop()) {
    if (production instanceof kind && (production as unknown as Numbered).idx === occurrence) return production;
    if (!(production instanceof NonTerminal) && 'definition' in production) {
      open.push(...(production as unknown as Nested).definition);
    }
  }
  throw new Error(`bug: ${rule.name} has no ${kind.name} number ${occurrence}`);
}

/** Which alternative each token leads to; the first one, where several could. */
function choicesOf(alternation: Alternatives): Map<number, number> {
  const choice = new Map<number, number>();
  alternation.definition.forEach((alternative, i) => {
    const first = new Set<number>();
    addFirst(alternative.definition, first);
    for (const token of first) if (!choice.has(token)) choice.set(token, i);
  });
  return choice;
}

/** Adds what a sequence can begin with; true when it can also be empty. */
function addFirst(sequence: readonly IProduction[], first: Set<number>): boolean {
  return sequence.every((production) => {
    if (production instanceof Terminal) {
      first.add(production.terminalType.tokenTypeIdx!);
      for (const member of production.terminalType.categoryMatches!) first.add(member);
      return false;
    }
    if (production instanceof Alternation) {
      return (production as unknown as Alternatives).definition
        .map((alternative) => addFirst(alternative.definition, first))
        .includes(true);
    }
    const canBeEmpty = addFirst((production as unknown as Nested).definition, first);
    return canBeEmpty || !(production instanceof NonTerminal);
  });
}
