/** What the audit found, node by node: how much was compared, and where the first difference is. */
import { type Axes, toIsoDay } from '../market.ts';
import { bitDistance } from './bits.ts';

export const AUDIT_STAGES = ['market', 'expressions', 'features', 'predictions', 'book'] as const;
export type AuditStage = (typeof AUDIT_STAGES)[number];

/** Something of the plan that has values. */
export interface AuditNode {
  readonly id: string;
  readonly stage: AuditStage;
  /** As its author or the language would write it. */
  readonly text: string;
  /** `FILE:LINE`, or null when no one wrote it. */
  readonly place: string | null;
  /** Ids of the nodes that it is computed from. */
  readonly inputs: readonly string[];
}

export interface Difference {
  /** The session after whose decision nothing was known; ISO days. */
  readonly cut: string;
  readonly session: string;
  /** Ticker, feature or whatever the values are of beside the session; null: the session's own value. */
  readonly of: string | null;
  readonly whole: number;
  readonly cutShort: number;
  /** Representable numbers between the two; infinite when just one is missing. */
  readonly bits: number;
}

export interface Finding extends AuditNode {
  /** In how many cuts it could be compared. */
  readonly cuts: number;
  readonly values: number;
  readonly differing: number;
  /** By session, then as the values lie. */
  readonly first: Difference | null;
  /** The greatest distance, in representable numbers. */
  readonly worst: number;
  /** Whether something that it is computed from differs too, which explains it. */
  readonly follows: boolean;
}

interface Tally {
  readonly node: AuditNode;
  readonly cuts: Set<number>;
  values: number;
  differing: number;
  worst: number;
  first: (Difference & { readonly at: number }) | null;
}

export class Findings {
  readonly #sessions: Int32Array;
  readonly #tallies = new Map<string, Tally>();

  constructor({ sessions }: Pick<Axes, 'sessions'>) {
    this.#sessions = sessions;
  }

  /** Compares values of one node after one cut. */
  of(node: AuditNode, cut: number): Comparison {
    let tally = this.#tallies.get(node.id);
    if (!tally) {
      tally = { node, cuts: new Set(), values: 0, differing: 0, worst: 0, first: null };
      this.#tallies.set(node.id, tally);
    }
    tally.cuts.add(cut);
    return new Comparison(tally, cut, this.#sessions);
  }

  /** In the order of the stages, each in the order of its first comparison: inputs before what reads them. */
  all(): readonly Finding[] {
    const differs = new Set(
      [...this.#tallies.values()].filter((each) => each.differing > 0).map(({ node }) => node.id),
    );
    const findings = [...this.#tallies.values()].map(
      ({ node, cuts, values, differing, worst, first }): Finding => ({
        ...node,
        cuts: cuts.size,
        values,
        differing,
        first: first === null ? null : without(first),
        worst,
        follows: node.inputs.some((input) => differs.has(input)),
      }),
    );
    return AUDIT_STAGES.flatMap((stage) => findings.filter((finding) => finding.stage === stage));
  }
}

function without({ at: _, ...difference }: Difference & { readonly at: number }): Difference {
  return difference;
}

export class Comparison {
  readonly #tally: Tally;
  readonly #cut: number;
  readonly #sessions: Int32Array;

  constructor(tally: Tally, cut: number, sessions: Int32Array) {
    this.#tally = tally;
    this.#cut = cut;
    this.#sessions = sessions;
  }

  /** One pair. `of` is asked only where they differ. */
  values(whole: number, cutShort: number, session: number, of: (() => string) | null = null): void {
    this.#tally.values++;
    if (!Object.is(whole, cutShort)) this.#differ(whole, cutShort, session, bitDistance(whole, cutShort), of);
  }

  /** Stretches of two columns from session 0 on: `each` values a session, until `sessions` of them. */
  columns({ whole, cutShort, wholeFrom, cutShortFrom, sessions, each = 1, single = false, of }: Columns): void {
    const count = sessions * each;
    this.#tally.values += count;
    for (let k = 0; k < count; k++) {
      const [a, b] = [whole[wholeFrom + k]!, cutShort[cutShortFrom + k]!];
      if (Object.is(a, b)) continue;
      this.#differ(a, b, Math.floor(k / each), bitDistance(a, b, single), of && (() => of(k % each)));
    }
  }

  #differ(whole: number, cutShort: number, session: number, bits: number, of: (() => string) | null): void {
    const tally = this.#tally;
    tally.differing++;
    tally.worst = Math.max(tally.worst, bits);
    if (tally.first !== null && tally.first.at <= session) return;
    tally.first = {
      at: session,
      cut: toIsoDay(this.#sessions[this.#cut]!),
      session: toIsoDay(this.#sessions[session]!),
      of: of?.() ?? null,
      whole,
      cutShort,
      bits,
    };
  }
}

export interface Columns {
  readonly whole: Column;
  readonly cutShort: Column;
  /** Where session 0 stands in each. */
  readonly wholeFrom: number;
  readonly cutShortFrom: number;
  readonly sessions: number;
  readonly each?: number;
  /** Both are float32 numbers. */
  readonly single?: boolean;
  /** Whose the value is, by its place within a session; null: the session's own. */
  readonly of: ((k: number) => string) | null;
}

type Column = Float64Array | Float32Array | Uint8Array;
