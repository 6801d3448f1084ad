/** What the blocks must say, and what is legal and usually wrong. */
import type { BlockType } from '../../grammar/tree.ts';
import { addLines, dropLine, insert, move, replace, spelled, use } from '../fix/remedy.ts';
import { define, didYouMean, list, plural, quote } from './message.ts';

interface Nearest {
  readonly nearest: string | null;
}

export const BLOCKS = {
  'missing-block': define<{ type: string; example: string }>({
    severity: 'error',
    message: ({ type }) => `the strategy has no ${quote(type)} block`,
    label: ({ type }) => `says nothing about its ${type}`,
    hints: ({ example }) => [`add one, such as \`${example}\``],
    explain:
      'A strategy says which stocks, which features, which model, which split, which book and when it trades. Costs, risk and paper may be left out.',
    wrong: 'strategy s {\n  universe { … }\n}',
    right:
      'strategy s {\n  universe { … }\n  features { … }\n  model lstm { … }\n  split { … }\n  portfolio { … }\n  execution { … }\n}',
  }),
  'missing-setting': define<{ key: string; block: string; summary: string; example: string }>({
    severity: 'error',
    message: ({ key, block }) => `${quote(block)} does not say ${quote(key)}`,
    label: ({ key }) => `${quote(key)} is missing`,
    hints: ({ summary, example }) => [summary, `add a line like \`${example}\``],
    remedies: ({ example }) => [addLines([example])],
    explain:
      'Settings that change what a result means have no default: they must be said. Few others have one, and the plan records which values came from a default.',
    wrong: 'execution {\n  decide at close\n}',
    right: 'execution {\n  decide at close\n  fill at next open\n}',
  }),
  'missing-label': define<Record<string, never>>({
    severity: 'error',
    message: () => 'the strategy does not say what its model should learn',
    label: () => 'has no label',
    hints: () => ['add a line like `label next_return = forward_return(close, 1d)`'],
    remedies: () => [addLines(['label next_return = forward_return(close, 1d)'])],
    explain: 'The label is what the model is trained to predict. It is the one value that may come from the future.',
    wrong: 'strategy s {\n  model lstm { … }\n}',
    right: 'strategy s {\n  label next_return = forward_return(close, 1d)\n  model lstm { … }\n}',
  }),
  'no-features': define<Record<string, never>>({
    severity: 'error',
    message: () => '`features` has no feature, so the model would see nothing',
    label: () => 'no feature in it',
    hints: () => ['define one, such as `ret_1d = returns(close, 1d)`, or include a set: `include core14`'],
    explain: 'A feature is a definition in the `features` block: one number per stock and session.',
    wrong: 'features {\n  normalize zscore(clip: 5) fitted on train\n}',
    right: 'features {\n  include core14\n  normalize zscore(clip: 5) fitted on train\n}',
  }),
  'unknown-model': define<{ name: string; known: readonly string[] } & Nearest>({
    severity: 'error',
    message: ({ name }) => `there is no model ${quote(name)}`,
    label: () => 'not known',
    hints: ({ nearest, known }) => [didYouMean(nearest), `known: ${list(known.map(quote))}`],
    remedies: ({ name, nearest }) => [spelled(name, nearest)],
    explain: 'The word after `model` names the kind of model.',
    wrong: 'model lsmt { … }',
    right: 'model lstm { … }',
  }),
  'missing-model-type': define<{ known: readonly string[] }>({
    severity: 'error',
    message: () => '`model` does not say which kind of model it is',
    label: () => 'which model?',
    hints: ({ known }) => [`write \`model ${known[0] ?? 'lstm'} {\``],
    remedies: ({ known: [only, ...more] }) => [only === undefined || more.length > 0 ? null : insert(` ${only}`)],
    explain: 'The word after `model` names the kind of model. A variant that only changes settings may leave it out.',
    wrong: 'model {\n  window 90d\n}',
    right: 'model lstm {\n  window 90d\n}',
  }),
  'unknown-calendar': define<{ name: string; known: readonly string[] } & Nearest>({
    severity: 'error',
    message: ({ name }) => `there is no calendar ${quote(name)}`,
    label: () => 'not known',
    hints: ({ nearest, known }) => [didYouMean(nearest), `known: ${list(known)}`],
    remedies: ({ name, nearest }) => [spelled(name, nearest)],
    explain:
      'The calendar says which days are sessions and how many make a year, so that nothing is annualised by a guess: XNYS (New York) has 252, `weekdays` 261, `always` 365.',
    wrong: 'calendar NYSE',
    right: 'calendar XNYS',
  }),
  'benchmark-missing': define<Record<string, never>>({
    severity: 'error',
    message: () => 'this needs the price of a benchmark, and the universe has none',
    label: () => 'whose price?',
    hints: () => [
      'name one in `universe`: `benchmark SPY`',
      'or use `market_return(1d)`, which without a benchmark is the mean over the members',
    ],
    explain:
      '`benchmark_close` is the price of the benchmark that `universe` names. `market_return` uses it too, and falls back on the members when there is none.',
    wrong:
      'universe { members sp500 as of each session }\nfeatures { strength = returns(close, 20d) - returns(benchmark_close, 20d) }',
    right:
      'universe {\n  members   sp500 as of each session\n  benchmark SPY\n}\nfeatures { strength = returns(close, 20d) - returns(benchmark_close, 20d) }',
  }),
  'unknown-zone': define<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `there is no time zone ${quote(name)}`,
    label: () => 'not known',
    hints: ({ name }) => [
      didYouMean(zoneMeant(name)),
      'zones are named by continent and city: America/New_York, Europe/London, Asia/Tokyo',
    ],
    remedies: ({ name }) => [spelled(name, zoneMeant(name))],
    explain: 'Time zones are those of the IANA database; they know about summer time.',
    wrong: 'at 16:15 New_York',
    right: 'at 16:15 America/New_York',
  }),
  'not-members': define<{ name: string | null; library: string | null } & Nearest>({
    severity: 'error',
    message: ({ name }) => (name === null ? 'these are no members' : `no members are called ${quote(name)}`),
    label: ({ name }) => (name === null ? 'not a universe' : 'not declared here or in a file this one uses'),
    hints: ({ name, nearest }) => [
      didYouMean(nearest),
      nearest === null && name !== null
        ? `if it is in the standard library, begin this file with \`use std.universe.${name}\``
        : null,
      nearest === null
        ? 'members are a named universe, `constituents("SP500")`, `all`, or a list: `[AAPL, MSFT]`; `or` and `and not` join them'
        : null,
    ],
    remedies: ({ name, nearest, library }) => [
      name === null ? null : spelled(name, nearest),
      library === null ? null : use(library),
    ],
    explain: 'The members are the stocks that may be held: the history of an index, or a list of tickers.',
    wrong: 'members close > 5 USD',
    right: 'use std.universe.sp500\n…\nmembers sp500 as of each session',
  }),
  'not-a-ticker': define<{ readonly listed: string } | { readonly universe: string }>({
    severity: 'error',
    message: (facts) =>
      'universe' in facts
        ? `${quote(facts.universe)} is a universe, and a list holds single tickers`
        : `${quote(facts.listed)} is no ticker as it stands`,
    label: (facts) => ('universe' in facts ? 'not a ticker' : `write "${facts.listed.replaceAll('"', '')}"`),
    hints: (facts) => [
      'universe' in facts
        ? `take all of it: ${quote(`members ${facts.universe} as of each session`)}`
        : 'a ticker with other signs than letters and digits, or that begins with a digit, stands in quotes',
    ],
    remedies: (facts) => ['listed' in facts ? replace(`"${facts.listed.replaceAll('"', '')}"`, { safe: true }) : null],
    explain:
      'A list of members is one of tickers. Those that are no plain word, such as BF-B or 0700.HK, stand in quotes. A universe is no member of another.',
    wrong: 'members [BF-B, AAPL]',
    right: 'members ["BF-B", AAPL]',
  }),
  'invalid-date': define<{ text: string; lastDay: number | null }>({
    severity: 'error',
    message: ({ text }) => `there is no ${text}`,
    label: () => 'not a day',
    hints: ({ lastDay }) => [lastDay === null ? 'months go from 01 to 12' : `that month has ${lastDay} days`],
    remedies: ({ text, lastDay }) => [lastDay === null ? null : replace(`${text.slice(0, 8)}${lastDay}`)],
    explain: 'A date is a day of the calendar, leap years included.',
    wrong: 'train 2020-01-01 .. 2024-02-30',
    right: 'train 2020-01-01 .. 2024-02-29',
  }),
  'reversed-range': define<{ from: string; to: string }>({
    severity: 'error',
    message: ({ from, to }) => `this range runs backwards: ${from} comes after ${to}`,
    label: () => 'runs backwards',
    hints: ({ from, to }) => [`did you mean ${to} .. ${from}?`],
    remedies: ({ from, to }) => [replace(`${to} .. ${from}`)],
    explain: 'A range goes from the smaller or earlier end to the larger or later one; both ends are included.',
    wrong: 'test 2025-10-31 .. 2025-04-01',
    right: 'test 2025-04-01 .. 2025-10-31',
  }),
  'windows-overlap': define<{ later: string; earlier: string; until: string }>({
    severity: 'error',
    message: ({ later, earlier }) => `${quote(later)} begins before ${quote(earlier)} has ended`,
    label: ({ until, earlier }) => `${quote(earlier)} runs until ${until}`,
    hints: () => ['the order is train, validate, test, and no day is in two of them'],
    explain:
      'What the model has learnt from cannot judge it. The windows of a split follow each other in time: train, then validate, then test. The purge between them is derived from the label.',
    wrong: 'train 2020-01-01 .. 2023-12-31\nvalidate 2023-06-01 .. 2025-03-31',
    right: 'train 2020-01-01 .. 2023-12-31\nvalidate 2024-01-01 .. 2025-03-31',
  }),
  'outside-period': define<{ window: string; from: string; to: string }>({
    severity: 'error',
    message: ({ window, from, to }) => `${quote(window)} reaches outside of the universe's period, ${from} .. ${to}`,
    label: () => 'no data is used there',
    hints: () => ['shorten the window, or widen `period` in `universe`'],
    explain: '`period` says which data the strategy uses; train, validate and test are parts of it.',
    wrong: 'universe { period 2020-01-01 .. 2024-12-31 }\nsplit { test 2025-01-01 .. 2025-06-30 }',
    right: 'universe { period 2020-01-01 .. 2025-10-31 }\nsplit { test 2025-01-01 .. 2025-06-30 }',
  }),
  'universe-too-small': define<{ wanted: number; members: number }>({
    severity: 'error',
    message: ({ wanted, members }) => `the book wants ${plural(wanted, 'name')} and the universe has only ${members}`,
    label: ({ wanted }) => `${wanted} in all`,
    hints: ({ members }) => [`ask for fewer, or list more tickers than ${members}`],
    explain: 'A book of K longs and K shorts needs 2K names to choose from.',
    wrong: 'members [AAPL, MSFT, NVDA]\nlong top 5 by prediction gross 50%',
    right: 'members [AAPL, MSFT, NVDA]\nlong top 1 by prediction gross 50%',
  }),
  'empty-book': define<Record<string, never>>({
    severity: 'error',
    message: () => '`portfolio` holds neither longs nor shorts',
    label: () => 'nothing would be held',
    hints: () => ['add a line like `long top 20 by prediction gross 100%`'],
    explain: 'A book has a long side, a short side, or both.',
    wrong: 'portfolio {\n  weight equal\n}',
    right: 'portfolio {\n  long top 20 by prediction gross 100%\n  weight equal\n}',
  }),
  'stop-not-comparison': define<{ figure: 'book' | 'position' }>({
    severity: 'error',
    message: ({ figure }) => `a stop compares one figure of the ${figure} with a limit`,
    label: () => 'not one comparison',
    hints: ({ figure }) => [
      `write \`figure < limit\` or \`figure > limit\`; two reasons to stop are two \`${figure === 'book' ? 'stop when' : 'stop position'}\` lines`,
    ],
    explain:
      'Each stop is recorded with its figure and its limit, so it is a single comparison. Any of several stops can trip.',
    wrong: 'stop when drawdown > 8% or sharpe(60d) < 0 then flatten',
    right: 'stop when drawdown > 8%   then flatten\nstop when sharpe(60d) < 0 then flatten',
  }),
  'stop-without-position': define<Record<string, never>>({
    severity: 'error',
    message: () => 'a stop of a position reads no figure of it',
    label: () => 'about the stock, not about the position',
    hints: () => [
      'a position has `position_return`, `position_drawdown` and `position_age`',
      'stocks that are not to be held at all are left out by the `where` of a side',
    ],
    explain:
      'A stop of a position looks at what that position has done since it was entered: what it has made, how far it is below its best price, how long it has been held. A condition on the stock alone belongs to the side that chooses it.',
    wrong: 'stop position when returns(close, 1d) < -5% then exit',
    right: 'stop position when position_return < -5% then exit',
  }),
  'stop-not-strict': define<{ operator: string; strict: string }>({
    severity: 'error',
    message: ({ operator }) => `a stop trips beyond its limit, so ${quote(operator)} does not fit`,
    label: ({ strict }) => `write ${quote(strict)}`,
    remedies: ({ strict }) => [replace(strict)],
    explain: 'Comparisons of stops are strict: a figure that is exactly at its limit does not trip.',
    wrong: 'stop when drawdown >= 8% then flatten',
    right: 'stop when drawdown > 8% then flatten',
  }),
  'unknown-warning': define<{ name: string; isError: boolean; known: readonly string[] } & Nearest>({
    severity: 'error',
    message: ({ name, isError }) =>
      isError
        ? `${asWritten(name)} is an error, and only warnings can be allowed`
        : `there is no warning ${asWritten(name)}`,
    label: () => 'cannot be allowed',
    hints: ({ nearest, known, isError }) => [
      didYouMean(nearest?.replaceAll('-', '_') ?? null),
      nearest === null && !isError ? `warnings are ${list(known.map(asWritten))}` : null,
    ],
    remedies: ({ name, nearest }) => [nearest === null ? null : spelled(name, nearest.replaceAll('-', '_'))],
    explain: '`allow` accepts one warning by its code, and gives the reason that every report prints.',
    wrong: 'allow same_close_fil "the closing auction"',
    right: 'allow same_close_fill "the closing auction"',
  }),
  'allow-without-reason': define<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${asWritten(name)} is allowed without a reason`,
    label: () => 'says nothing',
    hints: () => ['say why it is right here, as one would to a colleague: every report prints it'],
    explain:
      'A warning is accepted for a reason, which stands in every report beside the result. An empty one is none.',
    wrong: 'allow same_close_fill ""',
    right: 'allow same_close_fill "the closing auction"',
  }),
  'allow-unused': define<{ name: string; place: BlockType | 'strategy' | null }>({
    severity: 'warning',
    message: ({ name }) => `nothing here gives the warning ${asWritten(name)}`,
    label: () => 'accepts nothing',
    hints: ({ place }) => [
      place === null
        ? 'drop the line; an allowance that is not needed hides the next mistake'
        : place === 'strategy'
          ? 'that is a warning of the whole strategy: move the line out of the block'
          : `that is a warning of ${quote(place)}: move the line there, or out of the block`,
    ],
    remedies: ({ place }) => [place === null ? dropLine({ safe: true }) : move(place)],
    explain:
      '`allow` stands in the block whose warning it accepts, or in the strategy. When there is none to accept, it should go.',
    wrong: 'execution {\n  fill at next open\n  allow same_close_fill "the closing auction"\n}',
    right: 'execution {\n  fill at next open\n}',
  }),
  'costs-missing': define<{ missing: readonly string[]; hasBlock: boolean }>({
    severity: 'warning',
    message: ({ missing }) =>
      `${list(missing.map(quote))} ${missing.length === 1 ? 'is' : 'are'} not said and taken as free`,
    label: () => 'trading is never free',
    hints: ({ missing, hasBlock }) => {
      const free = missing.map(atNoCost);
      const include = hasBlock ? 'include us_large_cap' : 'costs { include us_large_cap }';
      return [
        `the standard library has a preset: \`use std.costs.us_large_cap\` and \`${include}\``,
        `if it is meant, say so: ${hasBlock ? list(free.map(quote)) : quote(`costs { ${free.join('; ')} }`)}`,
      ];
    },
    remedies: ({ missing, hasBlock }) => [
      use('std.costs.us_large_cap', inCosts(['include us_large_cap'], hasBlock)),
      addLines(inCosts(missing.map(atNoCost), hasBlock)),
    ],
    explain:
      'Costs that are left out count as zero, and most strategies with a high turnover only work at zero cost. One of them may be said to be `0 bps` without a warning.',
    wrong: 'costs {\n  spread 5 bps\n}',
    right:
      'costs {\n  spread      5 bps\n  commission  1 bps\n  impact      20 bps * turnover\n  borrow      50 bps per year\n}',
  }),
  'seed-missing': define<Record<string, never>>({
    severity: 'warning',
    message: () => '`model` does not say its seed; 1 is taken',
    label: () => 'no seed',
    hints: () => ['add a line like `seed 7`, and try others to see how much of a result is luck'],
    remedies: () => [addLines(['seed 1'], { safe: true })],
    explain:
      'Weights, order and dropout are drawn from the seed. The same seed gives the same bits; a result that holds for one seed only is no result.',
    wrong: 'model lstm {\n  window 90d\n}',
    right: 'model lstm {\n  window 90d\n  seed 7\n}',
  }),
  'members-not-point-in-time': define<{ list: boolean }>({
    severity: 'warning',
    message: ({ list }) =>
      list ? 'these stocks were chosen knowing how they did' : 'the members are not said to be those of each session',
    label: ({ list }) => (list ? 'a list of today, for all of the past' : 'members as of when?'),
    hints: ({ list }) => [
      list
        ? 'use the members of an index as of each session: `members sp500 as of each session`'
        : 'write `as of each session` behind it',
      'or accept it with a reason: `allow members_not_point_in_time "…"`',
    ],
    remedies: ({ list }) => [list ? null : insert(' as of each session')],
    explain:
      'A universe of companies that exist and matter today leaves out those that failed on the way: survivorship bias, worth several percent a year. Members as of each session were known then, delisted names included.',
    wrong: 'members sp500',
    right: 'members sp500 as of each session',
  }),
  'sectors-not-configured': define<object>({
    severity: 'error',
    message: () => 'the strategy reads the sectors of stocks, and the config has none',
    label: () => 'no `data.sectors`',
    hints: () => [
      'say where they are, with the days from which they hold: `sectors: { path: sectors.csv, columns: { from: since } }` under `data` in the config',
    ],
    explain:
      'A strategy says that it reads sectors, in an expression, in `limit sector` or in `neutral sector`, and the config where they are. `strat check` alone knows no config; with `--config` it tells of sectors that a run on it would not find.',
    wrong: '# in the config: no `sectors`\nstrength = demean(returns(close, 20d), by: sector)',
    right:
      '# in the config: sectors: { path: sectors.csv, columns: { from: since } }\nstrength = demean(returns(close, 20d), by: sector)',
  }),
  'sectors-not-point-in-time': define<object>({
    severity: 'warning',
    message: () => 'the sectors of these data are of one day, and are read for all of the past',
    label: () => 'in which sector a company is today',
    hints: () => [
      'bring sectors with the days from which they hold: `columns: { from: since }` under `data.sectors` in the config',
      'or accept it with a reason: `allow sectors_not_point_in_time "…"`',
    ],
    explain:
      'Companies change their sector, mostly after they have changed: who grew into technology is called technology today, and was not then. A classification made after the period knows it. `strat check --config` and `strat run` warn of it where a strategy reads sectors, in an expression, in `limit sector` or in `neutral sector`, and the file has no dates.',
    wrong: '# in the config: sectors: { path: sectors.csv }\nstrength = demean(returns(close, 20d), by: sector)',
    right:
      '# in the config: sectors: { path: sectors.csv, columns: { from: since } }\nstrength = demean(returns(close, 20d), by: sector)',
  }),
} as const;

/** A cost that is said to be none. */
function atNoCost(key: string): string {
  return `${key} 0 bps${key === 'borrow' ? ' per year' : ''}`;
}

/** Lines of the block, or with the block around them where there is none yet. */
function inCosts(lines: readonly string[], hasBlock: boolean): readonly string[] {
  return hasBlock ? lines : ['costs {', ...lines.map((line) => `  ${line}`), '}'];
}

/** Codes are kebab-case; in a strategy they are names. */
function asWritten(code: string): string {
  return quote(code.replaceAll('-', '_'));
}

/** What people call the zones of exchanges. */
const ZONES_AS_CALLED: Readonly<Record<string, string>> = {
  ...{ nyc: 'America/New_York', ny: 'America/New_York', et: 'America/New_York', edt: 'America/New_York' },
  ...{ ct: 'America/Chicago', cdt: 'America/Chicago', pt: 'America/Los_Angeles', pdt: 'America/Los_Angeles' },
  ...{ bst: 'Europe/London', cest: 'Europe/Berlin', jst: 'Asia/Tokyo', hkt: 'Asia/Hong_Kong' },
};

/** By what it is called, or by its city alone. */
function zoneMeant(name: string): string | null {
  const city = name.toLowerCase().replaceAll(' ', '_');
  const called = ZONES_AS_CALLED[city];
  return called ?? Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().endsWith(`/${city}`)) ?? null;
}
