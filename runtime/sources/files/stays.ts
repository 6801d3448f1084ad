/** Days on which stocks belong, and what becomes of them when universes are joined. */

/** From `from` to `to`, both included; days. */
export interface Stay {
  readonly from: number;
  readonly to: number;
}

export const ALWAYS: readonly Stay[] = [{ from: -Infinity, to: Infinity }];

/** On which days both belong. */
export function both(some: readonly Stay[], others: readonly Stay[]): Stay[] {
  return some.flatMap((a) =>
    others.flatMap((b) => {
      const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
      return from <= to ? [{ from, to }] : [];
    }),
  );
}

/** On which days the first belongs and the second does not. */
export function without(some: readonly Stay[], others: readonly Stay[]): readonly Stay[] {
  return others.reduce((left, { from, to }) => {
    const before = from === -Infinity ? [] : [{ from: -Infinity, to: from - 1 }];
    const after = to === Infinity ? [] : [{ from: to + 1, to: Infinity }];
    return both(left, [...before, ...after]);
  }, some);
}
