/** Returns: monthly table, figures side by side, stops, costs. */

import type { ReturnFigures } from '../../results.ts';
import { bps, MISSING, percent, plural, ratio } from '../format.ts';
import type { MonthlyRow, ReportInput, Stop } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { hitRateWords } from '../words.ts';
import { block, type Cell, table } from './table.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The strongest background a month gets: dark enough to see, light enough to read on. */
const MOST_HEAT = 0.5;

export function monthlyTable({ monthly }: ReportInput): Markup {
  const strongest = Math.max(0, ...monthly.flatMap((row) => row.months.map((value) => Math.abs(value ?? 0))));
  const head = ['Year', ...MONTHS, 'Total'].map((label) => html`<th scope="col">${label}</th>`);
  const rows = monthly.map((row) => monthlyRow(row, strongest));
  return block(
    'Monthly returns',
    'Net of costs; blue is a gain, orange a loss, stronger the larger. The total compounds the months of the test.',
    rows.length === 0
      ? html`<p class="nothing">No month has a completed holding.</p>`
      : html`<div class="scroll" role="region" aria-label="Monthly returns" tabindex="0"><table class="months"><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`,
  );
}

function monthlyRow(row: MonthlyRow, strongest: number): Markup {
  const cells = row.months.map((value) => {
    if (value === null) return html`<td class="none"></td>`;
    const heat = strongest === 0 ? 0 : (Math.abs(value) / strongest) * MOST_HEAT;
    return html`<td class="${value < 0 ? 'down' : 'up'}" style="--heat:${heat.toFixed(2)}">${percent(value, 1)}</td>`;
  });
  return html`<tr><th scope="row">${row.year}</th>${cells}<td>${percent(row.total, 1)}</td></tr>\n`;
}

export function figuresTable(input: ReportInput): Markup {
  const { figures, benchmark, universe } = input;
  const columns: (ReturnFigures | null)[] = [
    figures.net,
    figures.gross,
    figures.longNet,
    figures.longGross,
    figures.shortNet,
    figures.shortGross,
  ];
  const heads = [
    { label: '' },
    { label: 'Net', number: true },
    { label: 'Before costs', number: true },
    { label: 'Long, net', number: true, role: 'long' },
    { label: 'Long, before', number: true, role: 'long' },
    { label: 'Short, net', number: true, role: 'short' },
    { label: 'Short, before', number: true, role: 'short' },
    ...(universe.benchmark === null ? [] : [{ label: universe.benchmark, number: true } as const]),
  ] as const;
  const shown = universe.benchmark === null ? columns : [...columns, benchmark];
  const row = (label: string, figure: (of: ReturnFigures) => string): Cell[] => [
    label,
    ...shown.map((of) => (of === null ? MISSING : figure(of))),
  ];
  const only = (label: string, net: string, long: string, short: string): Cell[] => {
    const cells: Cell[] = [label, net, MISSING, long, MISSING, short, MISSING];
    return universe.benchmark === null ? cells : [...cells, MISSING];
  };
  return block(
    'All figures',
    `A leg's return is its contribution to equity. ${universe.calendar} has ${universe.sessionsPerYear} sessions a year. A figure that is not defined is shown as ${MISSING}.`,
    table(
      'All figures',
      heads,
      [
        {
          label: null,
          rows: [
            row('Total return', (of) => percent(of.totalReturn)),
            row('Annual return, compounded', (of) => percent(of.annualReturn)),
            row('Annual return, arithmetic', (of) => percent(of.annualReturnArithmetic)),
            row('Volatility, annual', (of) => percent(of.volatility)),
            row('Sharpe ratio', (of) => ratio(of.sharpe)),
            row('Sortino ratio', (of) => ratio(of.sortino)),
            row('Maximum drawdown', (of) => percent(of.maxDrawdown)),
            row('Calmar ratio', (of) => ratio(of.calmar)),
            row('Hit rate', (of) => hitRateWords(of, 1)),
            only(
              'Turnover per session',
              percent(figures.averageTurnover),
              percent(figures.averageTurnoverLong),
              percent(figures.averageTurnoverShort),
            ),
            only('Cost per session', bps(figures.averageCost, 2), MISSING, MISSING),
          ],
        },
      ],
      'legs',
    ),
  );
}

export function stopsTable({ stops }: ReportInput): Markup {
  if (stops.length === 0) return html``;
  const shown = (stop: Stop, value: number) => (stop.unit === 'percent' ? percent(value) : ratio(value));
  const rows = stops.map((stop, i): Cell[] => [
    String(i + 1),
    stop.session,
    html`<code>${stop.text}</code>`,
    shown(stop, stop.figure),
    shown(stop, stop.limit),
    stop.until ?? 'the end of the test',
  ]);
  return block(
    'Stops',
    `${plural(stops.length, 'stop')} tripped; the numbers are those beside the rules in the equity plot, where there was room.`,
    table(
      'Stops',
      [
        { label: '#' },
        { label: 'Session', whole: true },
        { label: 'Condition', whole: true },
        { label: 'Figure', number: true },
        { label: 'Limit', number: true },
        { label: 'In cash until', whole: true },
      ],
      [{ label: null, rows }],
    ),
  );
}

export function costsTable({ costs, returns }: ReportInput): Markup {
  const n = returns.sessions.length;
  const row = (label: string, value: number): Cell[] => [
    label,
    percent(value),
    bps(n === 0 ? null : value / n, 2),
    percent(costs.total === 0 ? null : value / costs.total, 0),
  ];
  return block(
    'What it cost',
    'Sums over the test, as a share of equity at the time.',
    table(
      'Costs',
      [
        { label: '' },
        { label: 'Total', number: true },
        { label: 'Per session', number: true },
        { label: 'Share', number: true },
      ],
      [
        {
          label: null,
          rows: [
            row('Spread', costs.spread),
            row('Commission', costs.commission),
            row('Impact', costs.impact),
            row('Borrow', costs.borrow),
            ...(costs.financing === 0 ? [] : [row('Financing', costs.financing)]),
            row('All', costs.total),
            ...(costs.interest === 0
              ? []
              : [
                  [
                    'Interest on cash, earned',
                    percent(costs.interest),
                    bps(n === 0 ? null : costs.interest / n, 2),
                    '',
                  ],
                ]),
          ],
        },
      ],
    ),
  );
}
