/**
 * Everything that happens in a run, as immutable facts. The log, the progress bar, the terminal UI and `--json` are
 * views over these; no stage calls any of them. Events carry no clock: views add the time they saw them.
 */
import type { QualitySummary } from './quality/text.ts';

export interface EpochFigures {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly validationLoss: number;
  readonly validationIc: number | null;
  readonly validationRankIc: number | null;
  /** Whether this epoch is now the one kept. */
  readonly best: boolean;
}

/** Which of several results of one stage an event is about: "fold 3 of 7, seed 8". Absent where there is but one. */
export interface OfPart {
  readonly part?: string;
}

export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly run: string;
      readonly strategy: string;
      readonly mode: 'train' | 'backtest';
      readonly planHash: string;
      readonly config: string;
      readonly data: string;
    }
  | ({ readonly type: 'stage-started'; readonly stage: string; readonly key: string; readonly about: string } & OfPart)
  | ({ readonly type: 'stage-reused'; readonly stage: string; readonly key: string } & OfPart)
  | ({
      readonly type: 'stage-progress';
      readonly stage: string;
      readonly done: number;
      readonly total: number;
      readonly unit: string;
      readonly note: string | null;
    } & OfPart)
  | ({ readonly type: 'stage-finished'; readonly stage: string; readonly key: string; readonly about: string } & OfPart)
  | ({ readonly type: 'epoch-finished'; readonly epochs: number } & EpochFigures & OfPart)
  | ({
      readonly type: 'training-resumed';
      readonly epoch: number;
      /** The epochs that were done before. */
      readonly epochs: readonly EpochFigures[];
    } & OfPart)
  | { readonly type: 'artifact-damaged'; readonly stage: string; readonly key: string; readonly file: string }
  /** What rules of data quality found in the bars of the run; none that found nothing. */
  | ({ readonly type: 'data-quality' } & QualitySummary)
  | { readonly type: 'notice'; readonly code: string; readonly message: string }
  | {
      readonly type: 'run-finished';
      readonly run: string;
      readonly folder: string;
      readonly report: string | null;
      readonly figures: Readonly<Record<string, number | null>>;
      /** What looks too good, the most important first. */
      readonly suspicions: readonly { readonly code: string; readonly reason: string }[];
    }
  | { readonly type: 'run-interrupted'; readonly stage: string; readonly how: string }
  | {
      readonly type: 'run-failed';
      readonly code: string;
      readonly message: string;
      readonly hints: readonly string[];
    };
