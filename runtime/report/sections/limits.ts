/** What limits and stops of positions took from single weights. */
import { count, percent, plain } from '../format.ts';
import type { CutSummary, ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { exceededWords } from '../words.ts';
import { block, type Cell, table } from './table.ts';

export function cutsTable({ cuts, exceeded }: ReportInput): Markup {
  const above = exceededWords({ exceeded });
  if (cuts.length === 0) return above === null ? html`` : block('What limits took', above, html``);
  const row = ({ by, orders, decisions, stocks, taken, largest }: CutSummary): Cell[] => [
    html`<code>${by}</code>`,
    count(orders),
    count(decisions),
    count(stocks),
    percent(taken, 2),
    html`${largest.ticker} on ${largest.session}, ${percent(largest.before)} to ${percent(largest.after)}<small>${figureWords(largest)}</small>`,
  ];
  return block(
    'What limits took',
    'Weights that a limit or a stop of positions made smaller. Taken is the sum of what was cut, of equity, per decision; each cut is a row of cuts.parquet.' +
      (above === null ? '' : ` ${above}`),
    table(
      'Cuts',
      [
        { label: 'By' },
        { label: 'Weights', number: true },
        { label: 'Decisions', number: true },
        { label: 'Stocks', number: true },
        { label: 'Taken', number: true },
        { label: 'The largest' },
      ],
      [{ label: null, rows: cuts.map(row) }],
      'noted',
    ),
  );
}

function figureWords({ figure, limit }: CutSummary['largest']): string {
  if (figure === null) return `against ${plain(rounded(limit))}, of what could not be told`;
  return `${plain(rounded(figure))} against ${plain(rounded(limit))}`;
}

/** Four digits: figures of limits are shares, counts and betas. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
