/** The strategy beside other ideas, and with one thing changed. */
import type { Baseline, PairedTest, Sensitivity } from '../../../evidence/types.ts';
import { MISSING, percent, plural, ratio, signedPercent, signedRatio } from '../../format.ts';
import type { ReportInput } from '../../input.ts';
import { html, type Markup } from '../../markup.ts';
import { baselineName, capitalised } from '../../names.ts';
import { missingIdeasWords } from '../../words.ts';
import { block, type Cell, table } from '../table.ts';

export function baselinesTable(input: ReportInput): Markup {
  const { evidence, figures, signal } = input;
  if (evidence === null) return html``;
  const missing = missingIdeasWords(input);
  const own: Cell[] = [
    html`<strong>The strategy</strong>`,
    ratio(figures.net.sharpe),
    percent(figures.net.annualReturn, 1),
    percent(figures.net.volatility, 1),
    percent(figures.net.maxDrawdown, 1),
    percent(figures.averageTurnover, 1),
    signedRatio(signal?.mean, 3),
    '',
    '',
  ];
  const row = (baseline: Baseline): Cell[] => {
    const { label, how } = baselineName(baseline, input);
    const { figures: of, averageTurnover, rankIc, against, note } = baseline;
    return [
      html`${label}<small>${note === null ? how : `${how}; ${note}`}</small>`,
      ratio(of?.sharpe),
      percent(of?.annualReturn, 1),
      percent(of?.volatility, 1),
      percent(of?.maxDrawdown, 1),
      percent(averageTurnover, 1),
      signedRatio(rankIc, 3),
      signedRatio(against?.sharpeDifference),
      pValue(against),
    ];
  };
  return block(
    'The same book on other ideas',
    'Same rules, costs, fills and sessions. The last columns hold the strategy to each: its Sharpe ratio less the other, and the ' +
      'probability of a difference as large if there were none (paired block bootstrap of Ledoit and Wolf).' +
      (missing === null ? '' : ` ${missing}`),
    table(
      'Baselines',
      [
        { label: '' },
        { label: 'Sharpe', number: true },
        { label: 'Annual return', number: true },
        { label: 'Volatility', number: true },
        { label: 'Drawdown', number: true },
        { label: 'Turnover', number: true },
        { label: 'Rank IC', number: true },
        { label: 'Ahead by', number: true },
        { label: 'p', number: true },
      ],
      [{ label: null, rows: [own, ...evidence.baselines.map(row)] }],
      'noted',
    ),
  );
}

export function pValue(test: PairedTest | null): string {
  const p = test?.sharpeP ?? null;
  return p === null ? MISSING : p < 0.001 ? '< 0.001' : ratio(p, 3);
}

export function sensitivityTable({ evidence, figures }: ReportInput): Markup {
  if (evidence === null) return html``;
  const base = figures.net.sharpe;
  const row = ({ change, kind, figures: of, averageTurnover, note }: Sensitivity): Cell[] => [
    kind === 'param' ? html`<code>${change}</code>` : capitalised(change),
    ratio(of?.sharpe),
    signedRatio(of?.sharpe == null || base === null ? null : of.sharpe - base),
    signedPercent(of?.totalReturn, 1),
    percent(of?.maxDrawdown, 1),
    percent(averageTurnover, 1),
    note ?? '',
  ];
  const untrained = evidence.sensitivity.filter(({ note }) => note?.includes('training')).length;
  return block(
    'With one thing changed',
    'The same predictions in a book that differs in one number; a param by a quarter down and up, as far as its bounds let it.' +
      (untrained === 0
        ? ''
        : ` ${plural(untrained, 'change')} would need another model, and ${untrained === 1 ? 'is' : 'are'} not run.`),
    table(
      'Sensitivity',
      [
        { label: 'Change' },
        { label: 'Sharpe', number: true },
        { label: 'Change of it', number: true },
        { label: 'Total return', number: true },
        { label: 'Drawdown', number: true },
        { label: 'Turnover', number: true },
        { label: '' },
      ],
      [
        {
          label: null,
          rows: [
            [
              html`<strong>As it is</strong>`,
              ratio(base),
              '',
              signedPercent(figures.net.totalReturn, 1),
              percent(figures.net.maxDrawdown, 1),
              percent(figures.averageTurnover, 1),
              '',
            ],
            ...evidence.sensitivity.map(row),
          ],
        },
      ],
    ),
  );
}
