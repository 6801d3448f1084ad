/** The book with one thing changed: dearer, later, or with a param moved by a quarter. */
import type { Plan } from '../../compiler/plan.ts';
import { type BookChange, type RunBook, tryBook } from './books.ts';
import type { Progress } from './progress.ts';
import type { Sensitivity } from './types.ts';
import { withCosts } from './variants.ts';

/** The strategy with another value of one param, as the compiler makes it. */
export interface PlanVariant {
  readonly param: string;
  /** As `--set` takes it. */
  readonly text: string;
  /** Of the value that the run has, as near to 0.75 and 1.25 as bounds and whole numbers let it be. */
  readonly factor: number;
  /** Null: the strategy has an error with that value. */
  readonly plan: Plan | null;
}

interface Change extends Omit<Sensitivity, 'figures' | 'averageTurnover'> {
  /** Null: not run, for the reason in `note`. */
  readonly book: BookChange | null;
}

export function changesOf(plan: Plan, variants: readonly PlanVariant[]): Change[] {
  return [
    { kind: 'cost', change: 'costs doubled', factor: null, note: null, book: { plan: withCosts(plan, 2) } },
    { kind: 'delay', change: 'decided one session later', factor: null, note: null, book: { delay: 1 } },
    ...variants.map((variant): Change => {
      const note = whyNot(plan, variant);
      const book = note === null && variant.plan !== null ? { plan: variant.plan } : null;
      return { kind: 'param', change: `${variant.param} = ${variant.text}`, factor: variant.factor, note, book };
    }),
  ];
}

/** Only what a book decides with the same predictions is tried; a model is not trained for it. */
function whyNot(plan: Plan, { plan: variant }: PlanVariant): string | null {
  if (variant === null) return 'the strategy has an error with this value';
  if (variant.stages.predictions !== plan.stages.predictions) return 'another model: needs training';
  if (variant.hash === plan.hash) return 'changes nothing';
  return null;
}

export async function sensitivityOf(
  changes: readonly Change[],
  run: RunBook,
  progress: Progress,
): Promise<Sensitivity[]> {
  const results: Sensitivity[] = [];
  for (const { book, ...about } of changes) {
    const outcome = book === null ? null : tryBook(run, book);
    const failed = outcome !== null && 'failed' in outcome ? outcome.failed : null;
    const figures = outcome !== null && 'figures' in outcome ? outcome.figures : null;
    results.push({
      ...about,
      note: failed ?? about.note,
      figures: figures?.net ?? null,
      averageTurnover: figures?.averageTurnover ?? null,
    });
    await progress.step(about.change);
  }
  return results;
}
