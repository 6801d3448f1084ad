/** Work on several things side by side, begun in their order. */

/**
 * Results in the order of the items. When one fails no other is begun, and once those under way have ended after `stop`
 * its error is thrown.
 * @param lanes how many at once; each is given the number of its lane
 * @param stop asks those under way to end
 */
export async function inTurn<T, R>(
  items: readonly T[],
  lanes: number,
  work: (item: T, lane: number) => Promise<R>,
  stop: () => void,
): Promise<readonly R[]> {
  const results = new Array<R>(items.length);
  const failures: unknown[] = [];
  let next = 0;
  const lane = async (number: number): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const at = next++;
      try {
        results[at] = await work(items[at]!, number);
      } catch (error) {
        // Those that fail later may have been stopped for this one.
        failures.push(error);
        stop();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, (_, number) => lane(number)));
  if (failures.length > 0) throw failures[0];
  return results;
}
