/** Runs stages, kept or in memory, telling of each and remembering how long it took. */
import { Interrupted } from './interrupted.ts';
import type { KeptStage } from './keys.ts';
import type { Artifact, ArtifactStore, EventSink } from './ports.ts';

export interface StageDone {
  readonly stage: string;
  readonly key: string;
  /** Which of several of its stage: "fold 3 of 7, seed 8". */
  readonly part?: string;
  readonly reused: boolean;
  readonly seconds: number;
}

/** A result that is kept, and where. */
export interface KeptResult {
  readonly stage: KeptStage;
  readonly key: string;
  /** Which of several of its stage, for people: "fold 3 of 7, seed 8"; null: there is one. */
  readonly part: string | null;
}

interface StagePorts {
  readonly artifacts: ArtifactStore;
  readonly events: EventSink;
  readonly signal: AbortSignal;
  now(): number;
}

export class StageRunner {
  readonly #ports: StagePorts;
  readonly done: StageDone[] = [];

  constructor(ports: StagePorts) {
    this.#ports = ports;
  }

  /**
   * The artifact under a key. When it is missing its inputs are gathered first, then it is made; `make` says
   * in a few words what came out.
   * @throws Interrupted before the stage, when asked to stop
   */
  async kept<Inputs>(
    result: KeptResult,
    about: string,
    gather: () => Promise<Inputs>,
    make: (folder: string, inputs: Inputs) => Promise<string>,
  ): Promise<Artifact> {
    const { artifacts, events } = this.#ports;
    const { stage, key, part } = result;
    const found = await artifacts.find(stage, key, events);
    if (found !== null) {
      events.emit({ type: 'stage-reused', stage, key, ...partOf(part) });
      this.done.push({ stage, key, ...partOf(part), reused: true, seconds: 0 });
      return found;
    }
    const inputs = await gather();
    return this.#timed(result, about, async () => {
      let outcome = '';
      const artifact = await artifacts.make(stage, key, async (folder) => {
        outcome = await make(folder, inputs);
      });
      return [artifact, outcome];
    });
  }

  async inMemory<T>(stage: string, about: string, make: () => Promise<readonly [T, string]>): Promise<T> {
    return this.#timed({ stage, key: '', part: null }, about, make);
  }

  async #timed<T>(
    { stage, key, part }: { readonly stage: string; readonly key: string; readonly part: string | null },
    about: string,
    make: () => Promise<readonly [T, string]>,
  ): Promise<T> {
    const { events, now, signal } = this.#ports;
    // A signal is only heard when the event loop turns, and some stages never let it.
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw new Interrupted(stage, 'what was finished is kept; the same command goes on from there');
    events.emit({ type: 'stage-started', stage, key, about, ...partOf(part) });
    const from = now();
    const [result, outcome] = await make();
    this.done.push({ stage, key, ...partOf(part), reused: false, seconds: (now() - from) / 1000 });
    events.emit({ type: 'stage-finished', stage, key, about: outcome, ...partOf(part) });
    return result;
  }
}

/** For events and records, which leave out what there is not. */
function partOf(part: string | null): { readonly part?: string } {
  return part === null ? {} : { part };
}
