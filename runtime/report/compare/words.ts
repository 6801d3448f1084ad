/** Rows that the comparison's page and its text share. */
import type { ComparedSide, Comparison } from '../../evidence/compare.ts';
import { bps, MISSING, percent, plural, ratio, signedPercent, signedRatio } from '../format.ts';
import { pValue } from '../sections/evidence/others.ts';
import { hitRateWords } from '../words.ts';

export interface ComparedRow {
  readonly label: string;
  readonly cell: (side: ComparedSide) => string;
}

/** In reading order; the last of them hold the first run against each other one. */
export const ROWS: readonly { readonly group: string | null; readonly rows: readonly ComparedRow[] }[] = [
  {
    group: null,
    rows: [
      { label: 'Sharpe ratio, net', cell: ({ figures }) => ratio(figures.sharpe) },
      {
        label: '95% interval',
        cell: ({ sharpeInterval: of }) => (of === null ? MISSING : `${ratio(of.low, 1)} to ${ratio(of.high, 1)}`),
      },
      { label: 'Total return', cell: ({ figures }) => percent(figures.totalReturn, 1) },
      { label: 'Annual return, compounded', cell: ({ figures }) => percent(figures.annualReturn, 1) },
      // The difference below is of these: compounded ones differ by their volatility too.
      { label: 'Annual return, arithmetic', cell: ({ figures }) => percent(figures.annualReturnArithmetic, 1) },
      { label: 'Volatility', cell: ({ figures }) => percent(figures.volatility, 1) },
      { label: 'Maximum drawdown', cell: ({ figures }) => percent(figures.maxDrawdown, 1) },
      { label: 'Sortino ratio', cell: ({ figures }) => ratio(figures.sortino) },
      { label: 'Calmar ratio', cell: ({ figures }) => ratio(figures.calmar) },
      { label: 'Hit rate', cell: ({ figures }) => hitRateWords(figures, 1) },
    ],
  },
  {
    group: 'Over its own test',
    rows: [
      { label: 'Turnover a session', cell: ({ averageTurnover }) => percent(averageTurnover, 1) },
      { label: 'Cost a session', cell: ({ averageCost }) => bps(averageCost) },
      { label: 'Rank IC', cell: ({ rankIc }) => signedRatio(rankIc, 3) },
      { label: 'Deflated Sharpe', cell: ({ luck }) => percent(luck.deflatedSharpe, 1) },
      { label: 'Suspicions', cell: ({ suspicions }) => String(suspicions.length) },
    ],
  },
  {
    group: 'The first against each',
    rows: [
      { label: 'Correlation', cell: ({ first, correlation }) => (first === null ? '' : ratio(correlation)) },
      { label: 'Sharpe ahead by', cell: ({ first }) => (first === null ? '' : signedRatio(first.sharpeDifference)) },
      { label: 'p of the Sharpe ratios', cell: ({ first }) => (first === null ? '' : pValue(first)) },
      {
        label: 'Arithmetic return ahead by',
        cell: ({ first }) => (first === null ? '' : signedPercent(first.meanDifference, 1)),
      },
      { label: 't of the returns', cell: ({ first }) => (first === null ? '' : signedRatio(first.meanT)) },
    ],
  },
];

/** Over what the figures are. */
export function comparedWords({ sessions, sides }: Comparison): string {
  if (sessions.length === 0) return 'No session is in the tests of all of them: there is nothing to compare.';
  const short = sides.filter(({ leftOut }) => leftOut > 0);
  const over = `Returns over ${plural(sessions.length, 'session')} that all have, ${sessions[0]} to ${sessions.at(-1)}`;
  const left = short.map(({ name, leftOut }) => `${plural(leftOut, 'session')} of ${name}`);
  const data = new Set(sides.map((side) => side.data));
  return [
    `${over}${left.length === 0 ? '.' : `; left out: ${left.join(', ')}.`}`,
    ...(data.size > 1 ? ['They were run on different data.'] : []),
  ].join(' ');
}
