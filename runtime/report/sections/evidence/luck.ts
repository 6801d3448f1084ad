/** How much may be luck: what looks too good, intervals, and the count of hypotheses. */
import type { FigureInterval, TailRow } from '../../../evidence/types.ts';
import { count, percent, plural, ratio, signedRatio } from '../../format.ts';
import type { ReportInput } from '../../input.ts';
import { html, type Markup } from '../../markup.ts';
import { FIGURE_NAMES, RATIO_FIGURES } from '../../names.ts';
import { deflatedWords, overfittingWords } from '../../words.ts';
import { block, type Cell, type ColumnHead, table } from '../table.ts';

export function suspicionsList({ suspicions, evidence }: ReportInput): Markup {
  const nothing = `Nothing was found of what usually makes a backtest too good${evidence === null ? ', as far as can be told without evidence' : ''}.`;
  return block(
    'What to look at first',
    suspicions.length === 0
      ? nothing
      : 'Signs that a result is too good, or rests on too little. Each can have a good reason; strat explain tells of each code what it means and what to do.',
    suspicions.length === 0
      ? html``
      : html`<ul class="notes">${suspicions.map(({ code, reason }) => html`<li><code>${code}</code> ${reason}.</li>`)}</ul>`,
  );
}

export function luckTable({ luck, evidence, figures }: ReportInput): Markup {
  const { hypotheses, probabilisticSharpe, deflatedSharpe, luckySharpe, overfitting } = luck;
  const tried = plural(hypotheses, 'hypothesis', 'hypotheses');
  const needed = evidence?.sessionsNeeded ?? null;
  const rows: Cell[][] = [
    ['Sharpe ratio', ratio(figures.net.sharpe), 'After costs, annualised'],
    ['Probabilistic Sharpe ratio', percent(probabilisticSharpe, 1), 'The probability that the true one is above zero'],
    [
      'Deflated Sharpe ratio',
      percent(deflatedSharpe, 1),
      deflatedSharpe === null
        ? 'Not defined: the returns did not vary'
        : hypotheses === 1
          ? 'The same: no other hypothesis of the records was tried on this test'
          : `The probability that it is above ${ratio(luckySharpe)}, what the best of ${deflatedWords(luck)} shows by luck`,
    ],
    [
      'Probability of backtest overfitting',
      percent(overfitting?.probability, 1),
      overfitting === null
        ? 'Needs two hypotheses that held something, with returns in every session of this one, and 32 sessions'
        : `Of the choice among them, not of this one: ${overfittingWords(overfitting)}`,
    ],
    [
      'Sessions needed',
      count(needed),
      needed === null
        ? 'To tell a Sharpe ratio above zero from luck at 95%: none would do'
        : `To tell this Sharpe ratio from zero at 95%; there are ${count(figures.net.n)}`,
    ],
  ];
  return block(
    'Luck',
    `${tried[0]!.toUpperCase()}${tried.slice(1)} ${hypotheses === 1 ? 'is' : 'are'} in the run records for this test, universe and data; what was tried elsewhere is not counted.`,
    table('Luck', [{ label: '' }, { label: 'Value', number: true }, { label: 'Meaning' }], [{ label: null, rows }]),
  );
}

export function intervalsTable({ evidence }: ReportInput): Markup {
  if (evidence === null || evidence.intervals.length === 0) return html``;
  const shown = (figure: FigureInterval['figure'], value: number) =>
    RATIO_FIGURES.has(figure) ? ratio(value) : percent(value, 1);
  const rows = evidence.intervals.map(({ figure, value, low, high }): Cell[] => [
    FIGURE_NAMES[figure],
    shown(figure, value),
    shown(figure, low),
    shown(figure, high),
  ]);
  return block(
    'How sure the figures are',
    `${percent(evidence.intervals[0]!.level, 0)} intervals of the stationary bootstrap, which keeps the order of sessions within blocks.`,
    table(
      'Intervals',
      [{ label: '' }, { label: 'Value', number: true }, { label: 'From', number: true }, { label: 'To', number: true }],
      [{ label: null, rows }],
    ),
  );
}

export function seedsTable({ evidence }: ReportInput): Markup {
  const seeds = evidence?.seeds ?? [];
  if (seeds.length === 0) return html``;
  const rows = seeds.map(({ seed, figures, rankIc, note }): Cell[] => [
    String(seed),
    ratio(figures?.sharpe),
    percent(figures?.annualReturn, 1),
    percent(figures?.maxDrawdown, 1),
    ratio(rankIc, 3),
    note ?? '',
  ]);
  return block(
    'By seed',
    'The same book on the predictions of each model alone; the strategy trades their mean. The spread is what the seed decides.',
    table('Seeds', judgedColumns('Seed'), [{ label: null, rows }]),
  );
}

const METHODS: Record<TailRow['method'], string> = {
  historical: 'As the returns were',
  gaussian: 'As if normal',
  garch: 'Filtered by GARCH(1,1), for the session to come',
};

export function tailsTable({ evidence }: ReportInput): Markup {
  const tails = evidence?.tails ?? [];
  if (evidence === null || tails.length === 0) return html``;
  const { skewness, excessKurtosis, tailRatio } = evidence.shape;
  const rows = tails.map(({ method, level, valueAtRisk, expectedShortfall }): Cell[] => [
    METHODS[method],
    percent(level, 0),
    percent(valueAtRisk),
    percent(expectedShortfall),
  ]);
  return block(
    'What one session may lose',
    `Value at risk is exceeded by as many sessions as the level leaves; expected shortfall is the mean loss of those. ` +
      `Skewness ${signedRatio(skewness)}, excess kurtosis ${signedRatio(excessKurtosis)}, tail ratio ${ratio(tailRatio)}.`,
    table(
      'Tails',
      [
        { label: 'Method' },
        { label: 'Level', number: true },
        { label: 'Value at risk', number: true },
        { label: 'Shortfall', number: true },
      ],
      [{ label: null, rows }],
    ),
  );
}

export function splitPathsTable({ evidence }: ReportInput): Markup {
  const paths = evidence?.splitPaths ?? [];
  if (paths.length === 0) return html``;
  const sharpes = paths.flatMap(({ figures }) => figures?.sharpe ?? []).sort((a, b) => a - b);
  const rows = paths.map(({ figures, rankIc, note }, path): Cell[] => [
    String(path + 1),
    ratio(figures?.sharpe),
    percent(figures?.annualReturn, 1),
    percent(figures?.maxDrawdown, 1),
    ratio(rankIc, 3),
    note ?? '',
  ]);
  return block(
    'By path of the split',
    `Every path judges all days once, each by models that learnt on others; the strategy is the first. Sharpe ratios from ` +
      `${ratio(sharpes[0])} to ${ratio(sharpes.at(-1))}, ${ratio(sharpes[Math.floor((sharpes.length - 1) / 2)])} in the middle. ` +
      'They share days and models, so they are evidence and no record that anybody could have traded.',
    table('Paths of the split', judgedColumns('Path'), [{ label: null, rows }]),
  );
}

/** Of books that differ in the predictions they trade. */
function judgedColumns(by: string): ColumnHead[] {
  return [
    { label: by },
    { label: 'Sharpe', number: true },
    { label: 'Annual return', number: true },
    { label: 'Drawdown', number: true },
    { label: 'Rank IC', number: true },
    { label: '' },
  ];
}
