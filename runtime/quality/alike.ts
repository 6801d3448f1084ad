/**
 * Who had the same two returns on the same day, among all that are noted: a number of 64 bits for each note, which begins
 * with day and returns and ends with who it was, and sorting brings those together that are alike. A map from one to the
 * other takes ten times the memory and the time.
 */

/** Simple returns that differ by less are the same: prices of cents are rounded by that much. */
export const SAME = 1e-4;

/** Bits of a return in steps of `SAME`, and of who. Days wrap around: what then meets by chance is told apart later. */
const RETURN = 13;
const WHO = 27;
const MIDDLE = 1 << (RETURN - 1);
/** Of a return, those that stand in the lower word, above who. */
const LOWER = 32 - WHO;

export class Notes {
  private words = new Uint32Array(1 << 12);
  private count = 0;

  /** @param who a number below 2^27 */
  add(day: number, earlier: number, later: number, who: number): void {
    if (2 * this.count === this.words.length) this.words = grown(this.words);
    const second = step(later);
    // Little-endian, as every processor that Node runs on: the lower word first.
    this.words[2 * this.count] = (second << WHO) | who;
    this.words[2 * this.count + 1] =
      (day << (2 * RETURN - LOWER)) | (step(earlier) << (RETURN - LOWER)) | (second >> LOWER);
    this.count++;
  }

  /** Each group of two or more, ascending. Notes are no longer to be added. */
  eachAlike(visit: (who: Uint32Array) => void): void {
    const words = this.words.subarray(0, 2 * this.count);
    new BigUint64Array(words.buffer, 0, this.count).sort();
    const who = new Uint32Array(this.count);
    for (let at = 0; at < this.count; at++) who[at] = words[2 * at]! & ((1 << WHO) - 1);
    for (let first = 0, at = 1; at <= this.count; at++) {
      if (at < this.count && alike(words, first, at)) continue;
      if (at - first > 1) visit(who.subarray(first, at));
      first = at;
    }
  }
}

function alike(words: Uint32Array, one: number, other: number): boolean {
  return words[2 * one + 1] === words[2 * other + 1] && words[2 * one]! >>> WHO === words[2 * other]! >>> WHO;
}

function step(change: number): number {
  return MIDDLE + Math.max(-MIDDLE, Math.min(MIDDLE - 1, Math.round(change / SAME)));
}

function grown(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(2 * words.length);
  more.set(words);
  return more;
}
