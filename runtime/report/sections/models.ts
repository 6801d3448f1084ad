/** The models of a run that has several: their windows, and how well each predicts. */
import { count, signedRatio } from '../format.ts';
import type { ModelRow, ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { block, type Cell, table } from './table.ts';

export function modelsTable({ models }: ReportInput): Markup {
  if (models.length === 0) return html``;
  const row = (model: ModelRow): Cell[] => [
    String(model.fold),
    String(model.seed),
    `${model.bestEpoch} of ${model.epochs}`,
    signedRatio(model.validationRankIc, 3),
    signedRatio(model.testRankIc, 3),
    count(model.trainSessions),
    model.train,
    model.validate,
    model.test,
  ];
  return block(
    'Models',
    'Each learns on its own windows and is judged on its own test. Rank IC falls from validation, which chose the epoch, to test by as much as the choice was luck.',
    table(
      'Models',
      [
        { label: 'Fold' },
        { label: 'Seed', number: true },
        { label: 'Epoch kept', number: true },
        { label: 'IC, validation', number: true },
        { label: 'IC, test', number: true },
        { label: 'Learnt from', number: true },
        { label: 'Train' },
        { label: 'Validate' },
        { label: 'Test' },
      ],
      [{ label: null, rows: models.map(row) }],
    ),
  );
}
