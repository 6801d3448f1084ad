/** The report for a terminal: at most 80 columns of plain text, same input as the page. */
import type { ReturnFigures } from '../results.ts';
import { bps, MISSING, percent, ratio, signedPercent, signedRatio } from './format.ts';
import type { MonthlyRow, ReportInput } from './input.ts';
import { blockChart } from './textChart.ts';
import { cutsText, evidenceText, suspicionsText } from './textEvidence.ts';
import { cut, cutTo, printable, WIDTH, wrapped } from './textLines.ts';
import { badgeWords, exceededWords, hitRateWords, verdict } from './words.ts';

export function renderTextReport(input: ReportInput): string {
  const parts = [
    heading(input),
    input.data.synthetic ? wrapped(`SYNTHETIC DATA. ${badgeWords(input)}`) : null,
    wrapped(verdict(input)),
    suspicionsText(input),
    figures(input),
    signal(input),
    equity(input),
    monthly(input.monthly),
    stops(input),
    cutsText(input),
    heldAboveText(input),
    ...evidenceText(input),
    accepted(input),
    `Plan ${input.provenance.planHash.slice(0, 12)}   Data ${input.data.snapshot.slice(0, 12)}   Engine ${input.provenance.engine}`,
  ];
  const text = parts.filter((part) => part !== null && part !== '').join('\n\n');
  return `${text.split('\n').map(cut).join('\n')}\n`;
}

const CROSS_VALIDATED =
  'Cross-validated: models learn from later days than those they judge. Evidence, and no record that could have been traded.';

function heading({ strategy, windows, universe, data }: ReportInput): string {
  const against = universe.benchmark === null ? 'no benchmark' : `benchmark ${universe.benchmark}`;
  return [
    printable(strategy),
    wrapped(`Test ${windows.test.from} to ${windows.test.to}, ${universe.members}, ${against}`),
    ...(windows.crossValidated ? [wrapped(CROSS_VALIDATED)] : []),
    wrapped(data.description),
  ].join('\n');
}

function figures({ figures: all, benchmark, universe, sharpeInterval }: ReportInput): string {
  const columns: (readonly [string, ReturnFigures | null])[] = [
    ['Net', all.net],
    ['Gross', all.gross],
    ['Long', all.longNet],
    ['Short', all.shortNet],
    ...(universe.benchmark === null ? [] : [[universe.benchmark, benchmark] as const]),
  ];
  const line = (label: string, cells: readonly string[]) =>
    label.padEnd(24) + cells.map((cell) => cell.padStart(11)).join('');
  const row = (label: string, of: (figures: ReturnFigures) => string) =>
    line(
      label,
      columns.map(([, one]) => (one === null ? MISSING : of(one))),
    );
  const rows = [
    line(
      '',
      columns.map(([name]) => cutTo(name, 10)),
    ),
    row('Total return', (of) => percent(of.totalReturn)),
    row('Annual return', (of) => percent(of.annualReturn)),
    row('Volatility', (of) => percent(of.volatility)),
    row('Sharpe ratio', (of) => ratio(of.sharpe)),
    row('Sortino ratio', (of) => ratio(of.sortino)),
    row('Maximum drawdown', (of) => percent(of.maxDrawdown)),
    row('Calmar ratio', (of) => ratio(of.calmar)),
    row('Hit rate', (of) => hitRateWords(of, 2)),
    line('Turnover per session', [
      percent(all.averageTurnover),
      '',
      percent(all.averageTurnoverLong),
      percent(all.averageTurnoverShort),
    ]),
    line('Cost per session', [bps(all.averageCost)]),
  ];
  if (sharpeInterval) {
    const { level, low, high } = sharpeInterval;
    rows.push(line(`Sharpe ${percent(level, 0)} interval`, [`${ratio(low)} to ${ratio(high)}`.padStart(15)]));
  }
  return rows.map((each) => each.trimEnd()).join('\n');
}

function signal({ signal: one, modelRead }: ReportInput): string | null {
  if (one === null || one.mean === null) return null;
  const planted = one.planted === null ? '' : `, planted ${signedRatio(one.planted, 4)}`;
  const figures = `Rank IC ${signedRatio(one.mean, 4)}${planted}, ICIR ${ratio(one.icir, 3)}, above zero in ${percent(one.positiveShare, 0)} of sessions`;
  return wrapped(modelRead ? figures : `${figures}, of predictions that the book does not read`);
}

function equity({ returns }: ReportInput): string | null {
  if (returns.start === null || returns.equity.length === 0) return null;
  const values = [100, ...returns.equity.map((value) => value * 100)];
  const { lines, indent } = blockChart(values, { width: WIDTH, height: 6, label: (value) => ratio(value, 1) });
  const last = returns.sessions.at(-1)!;
  const axis = returns.start + last.padStart(Math.max(1, WIDTH - indent - returns.start.length));
  return ['Equity, net of costs (100 at the start)', ...lines, ' '.repeat(indent) + axis].join('\n');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function monthly(rows: readonly MonthlyRow[]): string | null {
  if (rows.length === 0) return null;
  const line = (year: string, cells: readonly string[], total: string) =>
    (year.padEnd(5) + cells.map((cell) => cell.padStart(5)).join('') + total.padStart(9)).trimEnd();
  const month = (value: number | null) => (value === null ? '' : ratio(value * 100, Math.abs(value) < 0.0995 ? 1 : 0));
  return [
    'Monthly returns, net, in percent',
    line('', MONTHS, 'Total'),
    ...rows.map((row) => line(String(row.year), row.months.map(month), signedPercent(row.total, 1))),
  ].join('\n');
}

function stops({ stops: all }: ReportInput): string | null {
  if (all.length === 0) return null;
  const shown = (value: number, unit: string) => (unit === 'percent' ? percent(value) : ratio(value));
  const lines = all.map(({ session, text, figure, limit, unit, until }) =>
    [
      session,
      printable(text).slice(0, 34).padEnd(34),
      `${shown(figure, unit)} / ${shown(limit, unit)}`.padStart(17),
      ` ${until === null ? 'to the end' : `to ${until}`}`,
    ].join(' '),
  );
  return ['Stops (figure / limit, in cash)', ...lines].join('\n');
}

function heldAboveText(input: ReportInput): string | null {
  const words = exceededWords(input);
  return words && wrapped(words);
}

function accepted({ accepted: all }: ReportInput): string | null {
  if (all.length === 0) return null;
  return ['Accepted warnings', ...all.map(({ code, reason }) => wrapped(`${code}: ${reason}`, '  '))].join('\n');
}
