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

import type { Definition } from '../grammar/tree.ts';
import { weighWarnings } from './check/allows.ts';
import type { Arrivals } from './check/arrivals.ts';
import type { CheckedStrategy } from './check/checked.ts';
import { checkStrategy } from './check/strategy.ts';
import type { AcceptedDiagnostic, Diagnostic, Sources } from './diagnostic.ts';
import { Diagnostics, inSourceOrder } from './diagnostics.ts';
import { Names, verifyNames } from './expression/names.ts';
import { bindParams, SET_FILE } from './expression/params.ts';
import type { Checked } from './expression/typed.ts';
import { lintStrategy } from './lint/lint.ts';
import { expandStrategy } from './load/expand.ts';
import type { ExpandedStrategy } from './load/expanded.ts';
import { type LoadedFile, loadFiles, type Root } from './load/files.ts';
import { selectStrategy } from './load/select.ts';
import { lowerPlan } from './lower/plan.ts';
import type { Origin, Plan } from './plan.ts';

export type { ImportResolver, Resolved } from './load/files.ts';

export interface CompileInput extends Root {
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

/** What the passes hand on, for whoever asks about a text that may be unfinished: an editor. */
export interface Inspection extends Omit<Compilation, 'plan'> {
  readonly main: LoadedFile;
  /** Null when the file declares none, or several and none was asked for. */
  readonly strategy: InspectedStrategy | null;
  /** Passes 7 and 8, which find nothing wrong and so wait until somebody asks. Null when there are errors. */
  lower(): Plan | null;
}

export interface InspectedStrategy {
  readonly expanded: ExpandedStrategy;
  readonly names: Names;
  /** What each definition that was looked at computes; null for one with a mistake in it. */
  readonly definitions: ReadonlyMap<Definition, Checked>;
  /** Null when a required part is wrong or missing. */
  readonly checked: CheckedStrategy | null;
}

export function compile(input: CompileInput): Compilation {
  const { diagnostics, accepted, sources, lower } = inspect(input);
  return { plan: lower(), diagnostics, accepted, sources };
}

/** Passes 1 to 6 and 9: all that is wrong with a text, without the plan. */
export function inspect(input: CompileInput): Inspection {
  const diagnostics = new Diagnostics();

  // 1, 2: the file and all it uses, as syntax trees.
  const { main, sources: files } = loadFiles(input, diagnostics);
  const sources = new Map(files);
  if (input.arrivals !== undefined) sources.set(input.arrivals.file, input.arrivals.text);
  const inOrder = (reported: Diagnostics['reported']): readonly Diagnostic[] =>
    inSourceOrder(
      reported.map(({ diagnostic }) => diagnostic),
      [SET_FILE, ...files.keys()],
    );

  // 3: the strategy that is meant.
  const strategy = selectStrategy(main, input.strategy, diagnostics);
  if (strategy === null) {
    const found = { diagnostics: inOrder(diagnostics.reported), accepted: [], sources };
    return { main, strategy, ...found, lower: () => null };
  }

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
    checked: new Map<Definition, Checked>(),
    open: [],
    depth: { now: 0, exceeded: false },
    origins,
  };
  const checked = checkStrategy(expanded, input.arrivals ?? null, context);
  if (checked !== null) lintStrategy(checked, { ...context, strategy: expanded });

  // 9: warnings that the author has accepted; before the plan is made, since it lists them.
  const { accepted, remaining } = weighWarnings(expanded, input.arrivals !== undefined, diagnostics);
  return {
    main,
    strategy: { expanded, names, definitions: context.checked, checked },
    diagnostics: inOrder(remaining),
    accepted,
    sources,

    // 7, 8: the graph, the specs and their hashes.
    lower() {
      if (checked === null || diagnostics.hasErrors) return null;
      return lowerPlan(checked, { strategy: strategy.name.text, params: params.specs, accepted, origins });
    },
  };
}
