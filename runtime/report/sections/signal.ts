/** The signal in numbers. */
import { count, percent, ratio, signedRatio } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { block, type Cell, table } from './table.ts';

export function signalTable({ signal, modelRead, windows }: ReportInput): Markup {
  if (signal === null) return html``;
  const rows: Cell[][] = [
    ['Rank IC, mean', signedRatio(signal.mean, 4)],
    ...(signal.planted === null ? [] : [['Rank IC of the planted signal', signedRatio(signal.planted, 4)]]),
    ['ICIR: mean of the rank IC over its deviation', ratio(signal.icir, 3)],
    ['IC (Pearson), mean', signedRatio(signal.pearsonMean, 4)],
    ['Sessions with a positive rank IC', percent(signal.positiveShare, 1)],
    ['Sessions judged', count(signal.rankIc.filter((value) => value !== null).length)],
  ];
  return block(
    'The signal in figures',
    `Predictions against ${windows.label}, per session over the stocks that have both. Not annualised.${modelRead ? '' : ' The book does not read them.'}`,
    table('Signal', [{ label: 'Figure' }, { label: 'Value', number: true }], [{ label: null, rows }]),
  );
}
