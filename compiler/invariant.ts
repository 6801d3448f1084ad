/** Fails on what can't happen unless this program is wrong; never for something a user wrote. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`This is a bug in strat, not in your strategy: ${what}.`);
}
