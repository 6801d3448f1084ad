/**
 * Text in, plan out. Each pass is a pure function with a type of its own for what it hands on.
 *
 *   text ── 1 parse, 2 uses ─▶ Program ── 3 select ─▶ Strategy ── 4 extends, include ─▶ ExpandedStrategy
 *                                                                                            │
 *        Plan ◀── 8 hash ── 7 lower ◀── CheckedStrategy ◀── 6 check blocks ◀── Names ◀── 5 bind params, names
 *                                             │
 *                                             ├── 6b lint: what cannot work, what is usually wrong
 *                                             └── 9 weigh warnings against `allow`
 *
 * A pass goes on behind a mistake as far as it can, so that all errors of a file come at once; there is a plan only
 * when there are none. Nothing here throws on what a user wrote.
 */
import { weighWarnings } from './check/allows.ts';
import type { Arrivals } from './check/arrivals.ts';
import { checkStrategy } from './check/strategy.ts';
import type { AcceptedDiagnostic, Diagnostic, Sources } from './diagnostic.ts';
import { Diagnostics, inSourceOrder } from './diagnostics.ts';
import { Names, verifyNames } from './expression/names.ts';
import { bindParams, SET_FILE } from './expression/params.ts';
import { lintStrategy } from './lint/lint.ts';
import { expandStrategy } from './load/expand.ts';
import { type ImportResolver, loadFiles } from './load/files.ts';
import { selectStrategy } from './load/select.ts';
import { lowerPlan } from './lower/plan.ts';
import type { Origin, Plan } from './plan.ts';

export type { ImportResolver, Resolved } from './load/files.ts';

export interface CompileInput {
  readonly file: string;
  readonly text: string;
  readonly resolve: ImportResolver;
  /** `--set k=20`: other values for params, as text. */
  readonly set?: Readonly<Record<string, string>>;
  /** Which strategy of the file; needed only when it declares several. */
  readonly strategy?: string;
  /** When the data of a config arrive, which only says whether the strategy may run on them: the plan is the same. */
  readonly arrivals?: Arrivals;
}

export interface Compilation {
  /** Null when there are errors; warnings leave it. */
  readonly plan: Plan | null;
  /** In source order, without the warnings that the author has accepted. */
  readonly diagnostics: readonly Diagnostic[];
  readonly accepted: readonly AcceptedDiagnostic[];
  /** Every text that was read, for showing where a diagnostic points. */
  readonly sources: Sources;
}

export function compile(input: CompileInput): Compilation {
  const diagnostics = new Diagnostics();

  // 1, 2: the file and all it uses, as syntax trees.
  const { main, sources: files } = loadFiles(input, diagnostics);
  const sources = new Map(files);
  if (input.arrivals !== undefined) sources.set(input.arrivals.file, input.arrivals.text);
  const finish = (
    plan: Plan | null,
    remaining = diagnostics.reported,
    accepted: readonly AcceptedDiagnostic[] = [],
  ): Compilation => ({
    plan: diagnostics.hasErrors ? null : plan,
    diagnostics: inSourceOrder(
      remaining.map(({ diagnostic }) => diagnostic),
      [SET_FILE, ...files.keys()],
    ),
    accepted,
    sources,
  });

  // 3: the strategy that is meant.
  const strategy = selectStrategy(main, input.strategy, diagnostics);
  if (strategy === null) return finish(null);

  // 4: with all it inherits and includes.
  const expanded = expandStrategy(strategy, main, diagnostics);

  // 5: what its names mean.
  const params = bindParams(expanded, input.set ?? {}, sources, diagnostics);
  verifyNames(expanded, diagnostics);
  const names = new Names(expanded, params.values);

  // 6: every expression typed, every block complete.
  const origins = new Map<string, Origin>();
  const context = {
    diagnostics,
    names,
    sources,
    checked: new Map(),
    open: [],
    depth: { now: 0, exceeded: false },
    origins,
  };
  const checked = checkStrategy(expanded, input.arrivals ?? null, context);
  if (checked !== null) lintStrategy(checked, { ...context, strategy: expanded });

  // 9: warnings that the author has accepted; before the plan is made, since it lists them.
  const { accepted, remaining } = weighWarnings(expanded, input.arrivals !== undefined, diagnostics);
  if (checked === null || diagnostics.hasErrors) return finish(null, remaining, accepted);

  // 7, 8: the graph, the specs and their hashes.
  const notes = { strategy: strategy.name.text, params: params.specs, accepted, origins };
  return finish(lowerPlan(checked, notes), remaining, accepted);
}
