/** The smallest part of a text that still fails: pieces are left out for as long as it does (Zeller's ddmin, greedy). */
export function shrink(text: string, fails: (text: string) => boolean): string {
  let smallest = text;
  for (const parts of [/(?<=\n)/, /(?=\s)|(?<=\s)|(?=\W)|(?<=\W)/]) {
    let pieces = smallest.split(parts);
    for (let size = pieces.length >> 1; size >= 1; size >>= 1) {
      for (let at = 0; at < pieces.length; ) {
        const without = pieces.toSpliced(at, size);
        if (fails(without.join(''))) pieces = without;
        else at += size;
      }
    }
    smallest = pieces.join('');
  }
  return smallest;
}
