/** The top of the report: what was run, on what, and the numbers that decide whether to read on. */
import { bps, count, percent, plural, ratio, signedPercent, signedRatio } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { badgeWords, hitRateWords, verdict } from '../words.ts';

export function header(input: ReportInput): Markup {
  const { universe, windows, data, returns } = input;
  const facts: [string, string][] = [
    [
      'Test',
      `${windows.test.from} to ${windows.test.to}, ${plural(returns.sessions.length, 'session')} held${crossValidated(windows)}`,
    ],
    ['Universe', `${universe.members}, ${plural(data.stocks, 'stock')} in the data`],
    ['Benchmark', universe.benchmark ?? 'none'],
    ['Data', data.description],
  ];
  return html`<header>
<p class="eyebrow">Strategy report</p>
<h1>${input.strategy}</h1>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${data.synthetic && html`<div class="badge" role="note"><strong>Synthetic data</strong><span>${badgeWords(input)}</span></div>`}
<dl class="tiles">${tiles(input)}</dl>
<p class="verdict">${verdict(input)}</p>
${suspicious(input)}</header>
`;
}

/** What to look at first, in a sentence that leads to the list. */
function suspicious({ suspicions }: ReportInput): Markup {
  if (suspicions.length === 0) return html``;
  const reasons = suspicions.map(({ reason }) => reason).join('; ');
  return html`<p class="suspect"><a href="#evidence">Look at this first</a>: ${reasons}.</p>
`;
}

function tiles(input: ReportInput): Markup[] {
  const { figures, signal, sharpeInterval, volatilityTarget, benchmark, universe } = input;
  const { net } = figures;
  const interval = sharpeInterval
    ? `${percent(sharpeInterval.level, 0)} interval ${ratio(sharpeInterval.low)} to ${ratio(sharpeInterval.high)}`
    : 'No interval';
  const tile = (label: string, value: string, note: string, lead = false) =>
    html`<div${lead && html` class="lead"`}><dt>${label}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`;
  const compare = (value: string) => (benchmark && universe.benchmark ? `${universe.benchmark} ${value}` : '');
  return [
    tile('Sharpe ratio, net', ratio(net.sharpe), interval, true),
    tile('Annual return', signedPercent(net.annualReturn, 1), compare(signedPercent(benchmark?.annualReturn, 1))),
    tile(
      'Volatility',
      percent(net.volatility, 1),
      volatilityTarget === null ? compare(percent(benchmark?.volatility, 1)) : `Target ${percent(volatilityTarget, 1)}`,
    ),
    tile('Maximum drawdown', percent(net.maxDrawdown, 1), compare(percent(benchmark?.maxDrawdown, 1))),
    tile('Hit rate', hitRateWords(net, 1), 'Sessions with a gain'),
    tile(
      'Rank IC',
      signedRatio(signal?.mean, 3),
      !input.modelRead
        ? 'Not read by the book'
        : signal?.planted != null
          ? `Planted ${signedRatio(signal.planted, 3)}`
          : 'Mean over sessions',
      true,
    ),
    tile('ICIR', ratio(signal?.icir), 'Mean over its deviation'),
    tile('Turnover', percent(figures.averageTurnover, 1), 'Per session'),
    tile('Cost', bps(figures.averageCost), 'Per session, with borrow'),
    tile(
      'Stops',
      count(input.stops.length),
      input.stops.length === 0 ? 'None tripped' : `First on ${input.stops[0]!.session}`,
    ),
  ];
}

function crossValidated({ crossValidated: is }: ReportInput['windows']): string {
  return is ? ', cross-validated: no record that could have been traded' : '';
}
