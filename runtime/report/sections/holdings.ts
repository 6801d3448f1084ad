/** What was held at the end, and which names made and lost the money. */

import type { Contribution } from '../../evidence/types.ts';
import { percent, plural, signedPercent } from '../format.ts';
import type { Position, ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { bar, block, type Cell, table } from './table.ts';

const SHOWN = 10;

export function positionsTable({ positions }: ReportInput): Markup {
  const { session, rows } = positions;
  const largest = [...rows]
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.ticker < b.ticker ? -1 : 1))
    .slice(0, SHOWN);
  const widest = Math.abs(largest[0]?.weight ?? 0);
  const row = ({ ticker, weight }: Position): Cell[] => [
    ticker,
    percent(weight),
    bar(weight, widest, weight < 0 ? 'short' : 'long'),
  ];
  return block(
    'Largest positions at the end',
    session === null
      ? 'No order was filled in the test.'
      : `${rows.length === 0 ? 'Nothing' : plural(rows.length, 'name')} held after the fill of ${session}${rows.length === 0 ? '' : '; negative is short'}.`,
    largest.length === 0
      ? html`<p class="nothing">The book ended in cash.</p>`
      : table(
          'Largest positions',
          [{ label: 'Name' }, { label: 'Weight', number: true }, { label: '', bar: true }],
          [{ label: null, rows: largest.map(row) }],
          'bars',
        ),
  );
}

export function contributionsTable({ contributions }: ReportInput): Markup {
  if (contributions === null || contributions.length === 0) return html``;
  const half = SHOWN / 2;
  const best = contributions.filter((each) => each.total > 0).slice(0, half);
  const worst = contributions.filter((each) => each.total < 0).slice(-half);
  const widest = Math.max(...[...best, ...worst].map((each) => Math.abs(each.total)), 0);
  const row = ({ ticker, total, long, short }: Contribution): Cell[] => [
    ticker,
    signedPercent(total),
    bar(total, widest, total < 0 ? 'short' : 'long'),
    signedPercent(long),
    signedPercent(short),
  ];
  return block(
    'Names that made and lost most',
    'Sum of weight times return over the test, before costs, as a share of equity at the time.',
    table(
      'Contributions',
      [
        { label: 'Name' },
        { label: 'Total', number: true },
        { label: '', bar: true },
        { label: 'Long', number: true, role: 'long' },
        { label: 'Short', number: true, role: 'short' },
      ],
      [
        { label: null, rows: best.map(row) },
        { label: null, rows: worst.map(row) },
      ],
      'legs',
    ),
  );
}
