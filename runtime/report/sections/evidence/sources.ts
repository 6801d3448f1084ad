/** Where and when the return came from: periods, sectors, the market, features. */
import type { Period } from '../../../evidence/types.ts';
import { count, MISSING, percent, plural, ratio, signedPercent, signedRatio } from '../../format.ts';
import type { ReportInput } from '../../input.ts';
import { html, type Markup } from '../../markup.ts';
import { capitalised, FEWEST_SESSIONS } from '../../names.ts';
import { hitRateWords } from '../../words.ts';
import { bar, block, type Cell, table } from '../table.ts';

const GROUPS: Record<Period['group'], string> = {
  year: 'By calendar year',
  trend: 'By trend: the market above or below its mean of 200 sessions when the holding began',
  volatility: 'By volatility: the last 20 sessions of the market against their median in this test, which is hindsight',
  stress: 'Through turmoil',
};

export function periodsTable({ evidence }: ReportInput): Markup {
  const periods = evidence?.periods ?? [];
  if (periods.length === 0) return html``;
  const row = ({ name, from, to, figures, market, group }: Period): Cell[] => [
    group === 'stress' ? html`${name}<small>${from} to ${to}</small>` : capitalised(name),
    count(figures.n),
    signedPercent(figures.totalReturn, 1),
    figures.n < FEWEST_SESSIONS ? MISSING : ratio(figures.sharpe),
    figures.n < FEWEST_SESSIONS ? MISSING : percent(figures.volatility, 1),
    hitRateWords(figures, 0),
    signedPercent(market, 1),
  ];
  const groups = (Object.keys(GROUPS) as Period['group'][]).map((group) => ({
    label: GROUPS[group],
    rows: periods.filter((each) => each.group === group).map(row),
  }));
  return block(
    'When it was earned',
    `Net of costs. Under ${FEWEST_SESSIONS} sessions a ratio says nothing and is left out.`,
    table(
      'Periods',
      [
        { label: '' },
        { label: 'Sessions', number: true },
        { label: 'Return', number: true },
        { label: 'Sharpe', number: true },
        { label: 'Volatility', number: true },
        { label: 'Hit rate', number: true },
        { label: 'Market', number: true },
      ],
      groups.filter(({ rows }) => rows.length > 0),
      'noted',
    ),
  );
}

export function sectorsTable({ evidence }: ReportInput): Markup {
  const sectors = evidence?.attribution.sectors ?? [];
  if (sectors.length === 0) return html``;
  const total = ({ long, short }: (typeof sectors)[number]) => long + short;
  const widest = Math.max(...sectors.map((each) => Math.abs(total(each))));
  const rows = sectors.map((each): Cell[] => [
    each.sector,
    signedPercent(total(each)),
    bar(total(each), widest, total(each) < 0 ? 'short' : 'long'),
    signedPercent(each.long),
    signedPercent(each.short),
  ]);
  return block(
    'By sector',
    'Sum of weight times return over the test, before costs.',
    table(
      'Sectors',
      [
        { label: 'Sector' },
        { label: 'Total', number: true },
        { label: '', bar: true },
        { label: 'Long', number: true, role: 'long' },
        { label: 'Short', number: true, role: 'short' },
      ],
      [{ label: null, rows }],
      'legs',
    ),
  );
}

export function marketTable({ evidence, figures }: ReportInput): Markup {
  const market = evidence?.attribution.market ?? null;
  if (market === null) return html``;
  const explained =
    figures.net.annualReturnArithmetic === null ? null : figures.net.annualReturnArithmetic - market.alpha;
  const rows: Cell[][] = [
    [`Beta to ${market.name}`, ratio(market.beta)],
    ['Variance that the market explains', percent(market.rSquared, 1)],
    ['Return a year from the market, beta times its own', signedPercent(explained, 1)],
    ['Return a year besides, alpha', signedPercent(market.alpha, 1)],
    ['t of alpha, Newey and West', signedRatio(market.alphaT)],
  ];
  return block(
    'How much of it is the market',
    'Least squares of the net returns on the market over the same holdings.',
    table('Market', [{ label: '' }, { label: '', number: true }], [{ label: null, rows }]),
  );
}

export function importanceTable({ evidence }: ReportInput): Markup {
  const importance = evidence?.importance ?? null;
  if (importance === null) return html``;
  const ranked = importance.features
    .filter(({ drop }) => drop !== null)
    .toSorted((a, b) => b.drop! - a.drop! || (a.feature < b.feature ? -1 : 1));
  const widest = Math.max(...ranked.map(({ drop }) => Math.abs(drop!)), 0);
  const rows = ranked.map(({ feature, drop }): Cell[] => [
    html`<code>${feature}</code>`,
    signedRatio(drop, 4),
    bar(drop!, widest, drop! < 0 ? 'short' : 'ink'),
  ]);
  return block(
    'What the model reads',
    `Rank IC lost when the feature is handed to other stocks of the same session, on ${plural(importance.sessions, 'session')} of the test ` +
      `with a rank IC of ${signedRatio(importance.rankIc, 4)}. Features that say the same share their importance.`,
    table(
      'Importance of features',
      [{ label: 'Feature' }, { label: 'Lost', number: true }, { label: '', bar: true }],
      [{ label: null, rows }],
      'bars',
    ),
  );
}
