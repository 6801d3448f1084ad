/** Ratios in which shares are split, and prices that look as if they had been. */

/** New shares per old: those that exchanges see most, and their reverse. */
const RATIOS = [3 / 2, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 50, 100];

/** A day's ordinary move on top of the split. */
const TOLERANCE = Math.log(1.03);

/** New shares per old of the split that a move (ln of close over close before) looks like; null: like none. */
export function likeASplit(move: number): number | null {
  const ratio = RATIOS.find((known) => Math.abs(Math.abs(move) - Math.log(known)) < TOLERANCE);
  if (ratio === undefined) return null;
  return move < 0 ? ratio : 1 / ratio;
}

/** `7:1`, `1:10`, `3:2`. */
export function splitText(ratio: number): string {
  const [more, word] = ratio >= 1 ? [ratio, (a: number, b: number) => `${a}:${b}`] : [1 / ratio, flipped];
  const old = [1, 2, 3, 4, 5, 10].find((parts) => Math.abs(more * parts - Math.round(more * parts)) < 1e-3) ?? 1;
  return word(Number((more * old).toPrecision(4)), old);
}

function flipped(a: number, b: number): string {
  return `${b}:${a}`;
}
