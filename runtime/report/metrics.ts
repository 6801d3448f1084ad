/** `metrics.json`: the figures of a run for programs. Missing figures are null; all are fractions, per session or year. */
import { type BookMetrics, figuresToJson } from '../book/figuresJson.ts';
import type { Suspicion } from '../evidence/suspicions.ts';
import type { Luck } from '../evidence/trials.ts';
import type { Evidence } from '../evidence/types.ts';
import type { BookResult } from '../results.ts';
import { headlineFigures } from './headlines.ts';
import type { CutSummary, ReportInput } from './input.ts';

export interface RunMetrics extends BookMetrics {
  readonly cuts: readonly CutSummary[];
  readonly luck: Luck;
  /** Without the baselines' returns, which `evidence.json` holds; null where none was gathered. */
  readonly evidence: EvidenceFigures | null;
  readonly suspicions: readonly Suspicion[];
}

type EvidenceFigures = Omit<Evidence, 'baselines'> & {
  readonly baselines: readonly Omit<Evidence['baselines'][number], 'net'>[];
};

export function metricsOf(book: BookResult, input: ReportInput): RunMetrics {
  const { cuts, luck, evidence, suspicions } = input;
  return {
    ...figuresToJson(book, headlineFigures(input)),
    cuts,
    luck,
    evidence: evidence && withoutReturns(evidence),
    suspicions,
  };
}

function withoutReturns(evidence: Evidence): EvidenceFigures {
  return { ...evidence, baselines: evidence.baselines.map(({ net: _, ...figures }) => figures) };
}
