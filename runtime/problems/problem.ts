/** What `strat explain CODE` says of a problem that only shows when a run meets its data, its machine or its config. */
export interface Problem {
  /** What happened and why it ends the run, in a few sentences. */
  readonly means: string;
  /** What to do, one line each, the likeliest first. */
  readonly remedies: readonly string[];
  /** It passes by itself: the same command will do later, and a scheduler tries it again. */
  readonly temporary?: true;
}
