/** One text as its editor has it, read by the passes of the compiler: what every feature of the service answers from. */
import { type ImportResolver, type InspectedStrategy, type Inspection, inspect } from '../compile.ts';
import type { AcceptedDiagnostic, Diagnostic, Sources } from '../diagnostic.ts';
import { inSourceOrder } from '../diagnostics.ts';
import type { LoadedFile } from '../load/files.ts';
import type { Plan } from '../plan.ts';
import { Parses } from './parses.ts';
import { collectSymbols, filesOf, type Symbols } from './symbols.ts';

/** A text under the name that diagnostics call it by. */
export interface Document {
  readonly file: string;
  readonly text: string;
}

/**
 * Never throws, whatever the text.
 *
 * @param resolve finds what the text uses; texts that are open in the editor should win over those on disk
 * @param previous an analysis of an earlier state of the same document, to go on from, or what other documents that are
 *   open were parsed as; it changes nothing but the time
 */
export function analyse(document: Document, resolve: ImportResolver, previous?: Pick<Analysis, 'parses'>): Analysis {
  return new Analysis(document, resolve, previous?.parses ?? new Parses());
}

/** In one file; of more nobody waits for each. */
const MOST_STRATEGIES = 50;

export class Analysis {
  readonly file: string;
  readonly text: string;
  /** For the analysis of the next state. */
  readonly parses: Parses;
  readonly #resolve: ImportResolver;
  readonly #inspection: Inspection;
  readonly #byStrategy = new Map<string, Inspection>();
  #plan: Plan | null | undefined;
  #symbols: Symbols | undefined;
  #findings: readonly Diagnostic[] | undefined;

  /** Made by `analyse`. */
  constructor({ file, text }: Document, resolve: ImportResolver, parses: Parses) {
    this.file = file;
    this.text = text;
    this.parses = parses;
    this.#resolve = resolve;
    this.#inspection = inspect({ file, text, resolve, parse: parses.parse });
  }

  /** The file as it was read, with what it declares and what it uses. */
  get main(): LoadedFile {
    return this.#inspection.main;
  }

  /** As `strat check` tells them, in its order; some may lie in files that are used. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#inspection.diagnostics;
  }

  /**
   * What an editor shows. Of several strategies in one file, where `strat check` asks which is meant, also what it finds in
   * each that no other of the file extends, for those hold all that they extend.
   */
  get findings(): readonly Diagnostic[] {
    this.#findings ??= this.#findInEach();
    return this.#findings;
  }

  get accepted(): readonly AcceptedDiagnostic[] {
    return this.#inspection.accepted;
  }

  /** Every text that was read, by file, its own first. */
  get sources(): Sources {
    return this.#inspection.sources;
  }

  /** The only strategy of the file, else null. */
  get strategy(): InspectedStrategy | null {
    return this.#inspection.strategy;
  }

  /** The plan of the only strategy; null when there are errors. Made when it is first asked for. */
  get plan(): Plan | null {
    if (this.#plan === undefined) this.#plan = this.#inspection.lower();
    return this.#plan;
  }

  /** Every name in this file and in those it uses. */
  get symbols(): Symbols {
    this.#symbols ??= collectSymbols(filesOf(this.main));
    return this.#symbols;
  }

  /** The strategy of this file around an offset, checked; of several in one file each by itself. Null outside of any. */
  strategyAt(offset: number): InspectedStrategy | null {
    const around = this.main.tree.declarations.find(
      ({ kind, span }) => kind === 'strategy' && span.start <= offset && offset <= span.end,
    );
    if (around?.kind !== 'strategy') return null;
    return this.strategy?.expanded.name === around.name ? this.strategy : this.#inspectionOf(around.name.text).strategy;
  }

  #inspectionOf(strategy: string): Inspection {
    const { file, text, parses } = this;
    const resolve = this.#resolve;
    const found = this.#byStrategy.get(strategy) ?? inspect({ file, text, resolve, parse: parses.parse, strategy });
    this.#byStrategy.set(strategy, found);
    return found;
  }

  #findInEach(): readonly Diagnostic[] {
    const strategies = [...this.main.declarations.strategies.values()];
    if (strategies.length < 2 || strategies.length > MOST_STRATEGIES) return this.diagnostics;
    const parents = new Set(strategies.map(({ parent }) => parent?.text));
    const youngest = strategies.map(({ name }) => name.text).filter((name) => !parents.has(name));
    const found = [this.#inspection, ...youngest.map((name) => this.#inspectionOf(name))];
    const once = new Map(found.flatMap(({ diagnostics }) => diagnostics).map((each) => [keyOf(each), each]));
    return inSourceOrder([...once.values()], this.sources.keys());
  }
}

/** What two strategies have alike is found in both. */
function keyOf({ code, message, span: { file, start, end } }: Diagnostic): string {
  return [code, file, start, end, message].join('\0');
}
