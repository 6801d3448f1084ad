/** What the code takes for granted. A failure is a bug of ours, never a user's mistake, and says so. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`This is a bug in strat: ${message}`);
}
