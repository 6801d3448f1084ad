/** Calls `found` for every longest stretch of indices of which something holds, both ends included. */
export function stretches(
  count: number,
  holds: (index: number) => boolean,
  found: (first: number, last: number) => void,
): void {
  let first = -1;
  for (let index = 0; index < count; index++) {
    if (holds(index)) {
      if (first < 0) first = index;
    } else if (first >= 0) {
      found(first, index - 1);
      first = -1;
    }
  }
  if (first >= 0) found(first, count - 1);
}
