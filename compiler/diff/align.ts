/** Two lists side by side: what stays, what became something else, what came, went, or only moved. */
import { longestCommon } from './common.ts';

export type Pair<T> =
  | { readonly kind: 'same'; readonly before: T; readonly after: T }
  | { readonly kind: 'moved'; readonly before: T; readonly after: T }
  | { readonly kind: 'changed'; readonly before: T; readonly after: T }
  | { readonly kind: 'removed'; readonly before: T; readonly after: null }
  | { readonly kind: 'added'; readonly before: null; readonly after: T };

/**
 * In the order of `after`, what went standing at the end. Equal elements in the same order are the same, by the longest
 * common subsequence; equal ones elsewhere have moved; of the others, those that answer to each other have changed.
 */
export function align<T>(
  before: readonly T[],
  after: readonly T[],
  equal: (a: T, b: T) => boolean,
  answers: (a: T, b: T) => boolean,
): readonly Pair<T>[] {
  const stays = longestCommon(before, after, equal).map(([i, j]) => [before[i]!, after[j]!] as const);
  const pairs = new Map<T, Pair<T>>(stays.map(([a, b]) => [b, { kind: 'same', before: a, after: b }]));
  const left = new Set(before);
  for (const [a] of stays) left.delete(a);
  const pairUp = (kind: 'moved' | 'changed', belongs: (a: T, b: T) => boolean) => {
    for (const b of after) {
      if (pairs.has(b)) continue;
      const a = [...left].find((each) => belongs(each, b));
      if (a === undefined) continue;
      left.delete(a);
      pairs.set(b, { kind, before: a, after: b });
    }
  };
  pairUp('moved', equal);
  pairUp('changed', answers);
  return [
    ...after.map((b): Pair<T> => pairs.get(b) ?? { kind: 'added', before: null, after: b }),
    ...Array.from(left, (a): Pair<T> => ({ kind: 'removed', before: a, after: null })),
  ];
}
