/** One thing that was looked at: how it stands, and what to do where it is not as it should be. */
export interface Check {
  readonly name: string;
  /** `fail`: a session would not be booked, or somebody would not be told; `warn`: it should be looked at. */
  readonly grade: 'ok' | 'warn' | 'fail';
  /** What was found. */
  readonly what: string;
  /** What to do; null: nothing. */
  readonly advice: string | null;
}

export function ok(name: string, what: string): Check {
  return { name, grade: 'ok', what, advice: null };
}

export function warn(name: string, what: string, advice: string): Check {
  return { name, grade: 'warn', what, advice };
}

export function fail(name: string, what: string, advice: string): Check {
  return { name, grade: 'fail', what, advice };
}
