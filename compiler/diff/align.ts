/** Two lists side by side: what stays, what became something else, what came, went, or only moved. */

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
  const stays = longestCommon(before, after, equal);
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

/** Plans mostly agree at both ends, which leaves a short stretch to look at closely. */
function longestCommon<T>(a: readonly T[], b: readonly T[], equal: (a: T, b: T) => boolean): [T, T][] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && equal(a[head]!, b[head]!)) head++;
  let tail = 0;
  while (tail < shorter - head && equal(a.at(-1 - tail)!, b.at(-1 - tail)!)) tail++;
  const pairs = (from: number, count: number) =>
    Array.from({ length: count }, (_, i): [T, T] => [a.at(from + i)!, b.at(from + i)!]);
  const middle = [a, b].map((side) => side.slice(head, side.length - tail));
  return [...pairs(0, head), ...longestCommonMiddle(middle[0]!, middle[1]!, equal), ...pairs(-tail, tail)];
}

/** `common[i][j]`: how much of what is left behind i and j is common. */
function longestCommonMiddle<T>(a: readonly T[], b: readonly T[], equal: (a: T, b: T) => boolean): [T, T][] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const best = equal(a[i]!, b[j]!) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
      common[i * width + j] = best;
    }
  }
  const pairs: [T, T][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (equal(a[i]!, b[j]!)) pairs.push([a[i++]!, b[j++]!]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
