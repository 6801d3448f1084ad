/** The evidence as text: what looks too good, other ideas, luck, changes, periods. */
import type { Baseline, Evidence, Period } from '../evidence/types.ts';
import { count, MISSING, money, percent, plural, ratio, signedPercent, signedRatio } from './format.ts';
import type { ReportInput } from './input.ts';
import { baselineName, capitalised, FEWEST_SESSIONS } from './names.ts';
import { pValue } from './sections/evidence/others.ts';
import { cutTo, printable, wrapped } from './textLines.ts';
import { deflatedWords, missingIdeasWords, overfittingWords, shuffledWords } from './words.ts';

export function suspicionsText({ suspicions }: ReportInput): string | null {
  if (suspicions.length === 0) return null;
  const lines = suspicions.map(({ code, reason }) => wrapped(`${reason} (${code})`, '  '));
  return ['What to look at first (strat explain tells of each code)', ...lines].join('\n');
}

export function evidenceText(input: ReportInput): (string | null)[] {
  const { evidence } = input;
  const luck = luckText(input);
  if (evidence === null) return [luck];
  return [
    baselines(input, evidence),
    luck,
    seeds(evidence),
    changes(input, evidence),
    periods(evidence),
    lasting(evidence),
  ];
}

/** What limits and stops of positions took; null where nothing was cut. */
export function cutsText({ cuts }: ReportInput): string | null {
  if (cuts.length === 0) return null;
  const rows = cuts.map(({ by, orders, stocks, taken }) =>
    line(printable(by), [count(orders), count(stocks), percent(taken)], 40),
  );
  return [line('What limits took, of equity per decision', ['Weights', 'Stocks', 'Taken'], 40), ...rows].join('\n');
}

/** A row of a label and figures of equal width. */
function line(label: string, cells: readonly string[], first = 26, width = 10): string {
  const name = cutTo(label, first).padEnd(first);
  return (name + cells.map((cell) => cell.padStart(width)).join('')).trimEnd();
}

function baselines(input: ReportInput, { baselines: all }: Evidence): string {
  const { figures } = input;
  const missing = missingIdeasWords(input);
  const row = (baseline: Baseline) => {
    const { figures: of, against } = baseline;
    return line(baselineName(baseline, input).label, [
      ratio(of?.sharpe),
      percent(of?.annualReturn, 1),
      percent(of?.maxDrawdown, 1),
      signedRatio(against?.sharpeDifference),
      pValue(against),
    ]);
  };
  const own = [ratio(figures.net.sharpe), percent(figures.net.annualReturn, 1), percent(figures.net.maxDrawdown, 1)];
  return [
    line('The same book on', ['Sharpe', 'Annual', 'Drawdown', 'Ahead by', 'p']),
    line('The strategy', own),
    ...all.map(row),
    ...(missing === null ? [] : [wrapped(missing)]),
  ].join('\n');
}

function luckText({ luck, evidence, figures }: ReportInput): string | null {
  const { hypotheses, probabilisticSharpe, deflatedSharpe, overfitting } = luck;
  const shuffled = evidence?.shuffled ?? null;
  const sentences = [
    probabilisticSharpe !== null &&
      `Sharpe ratio above zero with probability ${percent(probabilisticSharpe, 1)}, ` +
        (hypotheses === 1
          ? 'the only hypothesis tried on this test in the records.'
          : `${percent(deflatedSharpe, 1)} deflated by the ${deflatedWords(luck)} tried on this test.`),
    overfitting && `Backtest overfitting: ${overfittingWords(overfitting)}.`,
    shuffled?.p != null && `${shuffledWords(shuffled.books, shuffled.p)}.`,
    evidence?.sessionsNeeded != null &&
      `${plural(evidence.sessionsNeeded, 'session')} are needed to tell it from luck; there are ${figures.net.n}.`,
  ];
  const said = sentences.filter((sentence) => typeof sentence === 'string');
  return said.length === 0 ? null : wrapped(`Luck: ${said.join(' ')}`, '  ');
}

function seeds({ seeds: all, splitPaths }: Evidence): string | null {
  const sharpes = (of: readonly { readonly figures: { readonly sharpe: number | null } | null }[]) =>
    of.map(({ figures }) => ratio(figures?.sharpe)).join(', ');
  const lines = [
    ...(all.length === 0 ? [] : [wrapped(`Sharpe ratio by seed: ${sharpes(all)}`, '  ')]),
    ...(splitPaths.length === 0 ? [] : [wrapped(`Sharpe ratio by path of the split: ${sharpes(splitPaths)}`, '  ')]),
  ];
  return lines.length === 0 ? null : lines.join('\n');
}

function changes({ figures }: ReportInput, { sensitivity }: Evidence): string {
  const base = figures.net.sharpe;
  const rows = sensitivity.map(({ kind, change, figures: of, note }) => {
    const label = kind === 'param' ? printable(change) : capitalised(change);
    return of === null
      ? line(label, [`  ${printable(note ?? MISSING)}`])
      : line(label, [
          ratio(of.sharpe),
          signedRatio(of.sharpe === null || base === null ? null : of.sharpe - base),
          signedPercent(of.totalReturn, 1),
          percent(of.maxDrawdown, 1),
        ]);
  });
  return [line('With one thing changed', ['Sharpe', 'Change', 'Return', 'Drawdown']), ...rows].join('\n');
}

function periods({ periods: all }: Evidence): string | null {
  if (all.length === 0) return null;
  const row = ({ name, figures, market }: Period) =>
    line(capitalised(name), [
      String(figures.n),
      signedPercent(figures.totalReturn, 1),
      figures.n < FEWEST_SESSIONS ? MISSING : ratio(figures.sharpe),
      signedPercent(market, 1),
    ]);
  return [line('When it was earned', ['Sessions', 'Return', 'Sharpe', 'Market']), ...all.map(row)].join('\n');
}

function lasting({ capacity, decay, attribution }: Evidence): string | null {
  const { market } = attribution;
  const horizons = decay.flatMap(({ horizon, rankIc }) =>
    rankIc === null ? [] : [`${horizon}: ${signedRatio(rankIc, 3)}`],
  );
  const lines = [
    market &&
      `Beta to ${market.name} ${ratio(market.beta)}, which explains ${percent(market.rSquared, 0)}; alpha ${signedPercent(market.alpha, 1)} a year (t ${signedRatio(market.alphaT)})`,
    capacity?.breakEven != null &&
      `The return is gone at ${money(capacity.breakEven)} of capital, by the square-root law of impact`,
    horizons.length > 0 && `Rank IC by horizon in sessions: ${horizons.join('  ')}`,
  ].filter((each) => typeof each === 'string');
  return lines.length === 0 ? null : lines.map((each) => wrapped(each, '  ')).join('\n');
}
