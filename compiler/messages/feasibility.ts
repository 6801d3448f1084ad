/** What cannot work whatever the data says: too little history, limits, targets and stops that nothing can meet. */

import { dropLine, replace } from '../fix/remedy.ts';
import type { DateRange, SplitScheme } from '../plan.ts';
import { bps, figure, percent } from './figures.ts';
import { define, list, orAccept, plural, quote } from './message.ts';

/** The sum that decides how many sessions of a window can be used, each part of it at its most. */
export interface Usable {
  readonly name: 'train' | 'validate' | 'test';
  readonly kind: SplitScheme['kind'];
  /** From 1; null where there is but one. */
  readonly fold: number | null;
  /** From its first day to its last; there may be others between. */
  readonly window: DateRange;
  /** How many pieces it is in. */
  readonly stretches: number;
  /** The first day of the data. */
  readonly from: string;
  /** Only weekdays are counted. */
  readonly weekdays: boolean;
  /** Sessions from the first day of the data, and of the window itself, to the window's end. */
  readonly sincePeriod: number;
  readonly inWindow: number;
  readonly lookBack: number;
  readonly modelWindow: number;
  /** What the conditions of the universe look back. */
  readonly required: number;
  readonly purge: number;
  readonly embargo: number;
  /** Negative when history does not even reach that far. */
  readonly left: number;
  /** It is history before the window that is short, not the window. */
  readonly late: boolean;
}

/** The sum behind what is left of a window: from the start of the period where its history is what is short. */
function sumOf(usable: Usable): string {
  const { from, window, weekdays, sincePeriod, inWindow, lookBack, modelWindow, required, left, late } = usable;
  const { purge, embargo, stretches } = usable;
  const days = weekdays ? 'weekdays' : 'days';
  const seen = modelWindow - 1;
  const history =
    required > lookBack + seen
      ? `${required} that \`require\` looks back`
      : `${lookBack} of look-back - ${seen} of the model's window`;
  const all = late
    ? `${sincePeriod} ${days} from ${from} to ${window.to} - ${history}`
    : `${inWindow} ${days} ${stretches > 1 ? `in ${stretches} stretches ` : ''}from ${window.from} to ${window.to}`;
  const purged = purge > 0 ? ` - ${purge} whose label ends in the next window` : '';
  const embargoed = embargo > 0 ? ` - ${embargo} that reach back into a window that judges` : '';
  const counted = `${all}${purged}${embargoed}`;
  return late || counted !== all ? `${counted} ${stretches > 1 ? 'leave' : '='} ${left}` : counted;
}

/** "`train`", "`train` of fold 3". */
function windowName({ name, fold }: Pick<Usable, 'name' | 'fold'>): string {
  return fold === null ? quote(name) : `${quote(name)} of fold ${fold}`;
}

function lengthen({ name, kind }: Usable): string {
  return kind === 'k_fold' || kind === 'combinatorial'
    ? 'cut the days into fewer, longer stretches'
    : `lengthen ${quote(name)}`;
}

function begin({ kind }: Usable): string {
  return kind === 'windows' ? 'begin `period` earlier' : 'begin `period` earlier or `over` later';
}

interface Stop {
  readonly figures: readonly string[];
  /** The stop that was most likely meant. */
  readonly meant: { readonly figure: string; readonly limit: number } | null;
  /** A window that the test window has no room for, and the sessions that it has at most. */
  readonly tooLong: { readonly window: number; readonly sessions: number } | null;
}

const RANGES: Readonly<Record<string, string>> = {
  drawdown: '`drawdown` goes from 0% to 100%',
  day_return: '`day_return` is never as low as -100%',
  volatility: '`volatility` is above 0%',
  position_return: '`position_return` begins at 0%',
  position_drawdown: '`position_drawdown` is never below 0%',
  position_age: '`position_age` is never below 0',
};

function rangesOf({ figures }: Stop): string {
  return list(figures.map((figure) => RANGES[figure] ?? ''));
}

const EXAMPLES: Readonly<Record<string, string>> = {
  drawdown: 'drawdown > 8%',
  day_return: 'day_return < -3 * volatility(60d)',
  volatility: 'volatility(60d) > 2%',
  position_return: 'position_return < -8%',
  position_drawdown: 'position_drawdown > 10%',
  position_age: 'position_age > 20d',
};

function meantStop({ meant, figures }: Stop): string {
  if (meant === null) return `a stop that can trip and need not is \`${EXAMPLES[figures[0] ?? 'drawdown']}\``;
  const limit = percent(meant.limit);
  return `did you mean \`${meant.figure} ${meant.figure.endsWith('drawdown') ? '> ' : '< -'}${limit}\`?`;
}

type Contradiction =
  | { readonly what: string; readonly whole: null }
  | { readonly what: string; readonly whole: string; readonly limit: number; readonly of: number };

/** When a stop trips that nearly every book does. */
const TRIPS = {
  start: {
    message: 'this stop trips before the book has done anything',
    label: 'true at the start, where the drawdown is 0%',
  },
  entry: {
    message: 'this stop closes every position as soon as it is entered',
    label: 'true at the start, where a position has made nothing',
  },
  loss: { message: 'this stop trips in every session that loses', label: 'the limit is above 0%' },
  'first loss': { message: 'this stop trips on the first loss, however small', label: 'the limit is 0%' },
  sharpe: { message: 'this stop trips as soon as its window is full', label: 'no book has a Sharpe ratio like that' },
} as const;

export const FEASIBILITY = {
  'count-above-universe': define<{ longs: number; shorts: number; fewest: number; index: string }>({
    severity: 'warning',
    message: ({ longs, shorts, fewest, index }) =>
      `the book wants ${longs > 0 && shorts > 0 ? `${longs} + ${shorts} = ` : ''}${longs + shorts} names, and ${index} is only sure to have ${fewest}`,
    label: ({ longs, shorts, fewest }) => `${longs + shorts - fewest} too many`,
    hints: ({ longs, shorts, fewest }) => [
      `ask for at most ${longs > 0 && shorts > 0 ? `${Math.floor(fewest / 2)} a side` : fewest}; each \`require\` leaves fewer`,
      orAccept('count_above_universe'),
    ],
    explain:
      'On a session with fewer than K longs and K shorts to choose from, each side takes half of what there is: the best half against the worst, which is a different book. How few members a universe has on its thinnest session is declared with it, as `fewest` of `constituents`.',
    wrong:
      'members sp500 as of each session   # at least 480\nlong  top 300 by prediction gross 65%\nshort bottom 300 by prediction gross 35%',
    right:
      'members sp500 as of each session\nlong  top 38 by prediction gross 65%\nshort bottom 38 by prediction gross 35%',
  }),
  'cost-below-zero': define<{ least: number; params: readonly string[] }>({
    severity: 'error',
    message: ({ least, params }) => {
      const where = params.length === 0 ? '' : `within the bounds of ${list(params.map(quote))}, `;
      const lowest = Number.isFinite(least)
        ? `its costs can come to ${bps(least)} in all`
        : 'its costs fall without end';
      return `${where}trading may be paid: ${lowest}`;
    },
    label: () => 'cannot be shown to stay at 0 or above',
    hints: ({ params }) => [
      params.length > 0 ? `let the bounds of ${list(params.map(quote))} begin at 0 or above` : null,
      'what falls below is kept from it by `maximum`: `impact maximum(0 bps, 20 bps * turnover - 5 bps)`',
    ],
    explain:
      'What a trade costs is never below zero: a backtest in which trading is paid is won by trading more. Spread, commission and impact together must be at least zero for every turnover and for every value that the bounds of a param allow, and that must show from how they are written.',
    wrong: 'costs {\n  spread  0 bps\n  impact  20 bps * turnover - 50 bps\n}',
    right: 'costs {\n  spread  5 bps\n  impact  20 bps * turnover\n}',
  }),
  'nothing-to-rank': define<{ what: string; instead: string }>({
    severity: 'error',
    message: ({ what }) => `${what} ranks stocks against each other, and the universe has one`,
    label: () => 'never defined',
    hints: ({ instead }) => [`use ${instead}, or a universe of more stocks`],
    explain:
      'A correlation across stocks needs at least two of them. With one it is undefined in every session: the model learns nothing, or no epoch is better than another.',
    wrong: 'members [SPY]\nloss spearman_loss(temperature: 0.05)',
    right: 'members [SPY]\nloss huber(delta: 0.05)',
  }),
  'history-too-short': define<Usable>({
    severity: 'error',
    message: (facts) =>
      facts.left < 0
        ? `${windowName(facts)} is ${plural(1 - facts.left, 'session')} short of having one to use`
        : `${windowName(facts)} has no session to use`,
    label: () => 'too short, or too early',
    hints: (facts) => [
      `at most ${sumOf(facts)}`,
      facts.late ? `${begin(facts)}, ${lengthen(facts)}, or look back less far` : lengthen(facts),
    ],
    explain:
      'Before the first cross-section lie the look-back of the features and the sessions the model sees; the last sessions of train and validate are left out because their labels end in the next window. What remains must be at least one session. Weekdays stand for sessions here: there are never more.',
    wrong: 'period 2020-01-01 .. 2025-10-31\nwindow 250d\ntrain 2020-01-01 .. 2020-11-30',
    right: 'period 2018-01-01 .. 2025-10-31\nwindow 250d\ntrain 2020-01-01 .. 2020-11-30',
  }),
  'windows-short': define<Usable & { enough: number }>({
    severity: 'warning',
    message: (facts) =>
      `${windowName(facts)} has at most ${plural(facts.left, 'session')} to use, which is less than ${facts.enough}`,
    label: ({ name }) =>
      name === 'train'
        ? 'little to learn from'
        : name === 'validate'
          ? 'the best epoch is mostly chance'
          : 'little to judge by',
    hints: (facts) => [
      sumOf(facts),
      facts.name === 'test'
        ? `the Sharpe ratio of ${plural(facts.left, 'session')} is only known to ±√(252 / ${facts.left}) = ${figure(Math.sqrt(252 / facts.left))}`
        : null,
      `${lengthen(facts)}, or accept it with a reason: \`allow windows_short "…"\``,
    ],
    explain:
      'A model that has seen less than half a year has seen one kind of market. An epoch chosen, or a book judged, on less than a month is chosen and judged by chance: the standard error of an annualised Sharpe ratio over n sessions is about √(252 / n).',
    wrong: 'test 2025-10-01 .. 2025-10-15',
    right: 'test 2025-04-01 .. 2025-10-31',
  }),
  'batch-above-sessions': define<{ batchSessions: number; left: number }>({
    severity: 'warning',
    message: ({ batchSessions, left }) =>
      `a batch of ${batchSessions} sessions is more than the ${left} there are to learn from`,
    label: () => 'one step an epoch',
    hints: () => ['write a smaller one, such as `batch 8 sessions`', orAccept('batch_above_sessions')],
    explain:
      'A batch is how many cross-sections one step of the optimiser sees. Where it holds all of them, an epoch is a single step, and 50 epochs are 50 steps.',
    wrong: 'train 2020-01-01 .. 2020-12-31\nbatch 512 sessions',
    right: 'train 2020-01-01 .. 2020-12-31\nbatch 8 sessions',
  }),
  'limit-below-gross': define<{
    side: string;
    gross: number;
    count: number;
    asked: number;
    limit: number;
    always: boolean;
  }>({
    severity: 'warning',
    message: ({ side, gross, count, limit, always }) =>
      `the ${side}s ${always ? 'can never reach' : 'can fall short of'} their gross of ${percent(gross)}: ${count} × ${percent(limit)} = ${percent(count * limit)}`,
    label: ({ asked, gross, count }) => `below ${percent(gross)} / ${count} = ${percent(asked)}`,
    hints: ({ asked, gross, limit }) => [
      `raise the limit to ${percent(upwards(asked))} or more, or hold at least ${Math.ceil(gross / limit - 1e-9)} names`,
      orAccept('limit_below_gross'),
    ],
    remedies: ({ asked }) => [replace(percent(upwards(asked)))],
    explain:
      'Each name of a side is meant to weigh gross / K. A weight limit below that cuts every one of them, and what is cut stays in cash: the book is smaller than it says.',
    wrong: 'long top 20 by prediction gross 100%\nlimit weight 2%',
    right: 'long top 20 by prediction gross 100%\nlimit weight 10%',
  }),
  'scale-breaks-limit': define<{
    what: 'weight' | 'gross' | 'net';
    side?: string;
    gross?: number;
    count?: number;
    asked: number;
    limit: number;
    hi: number;
    always: boolean;
  }>({
    severity: 'warning',
    message: ({ what, limit, asked, always }) =>
      `above a scale of ${figure(limit / asked)} the limit of ${what} ${always ? 'decides' : 'can decide'}, not the volatility target`,
    label: ({ asked, hi, gross, count }) =>
      `at scale ${figure(hi)}: ${figure(hi)} × ${gross === undefined ? percent(asked) : `${percent(gross)} / ${count}`} = ${percent(hi * asked)}`,
    hints: ({ what, side, limit, asked, hi, always }) => [
      `raise the limit to ${percent(upwards(hi * asked))}, or end the scale at ${figure(Math.floor((100 * limit) / asked) / 100)}`,
      what === 'weight' && always ? `as it is, every one of the ${side}s is cut at once` : null,
      orAccept('scale_breaks_limit'),
    ],
    explain:
      'The volatility target multiplies the whole book by up to the upper bound of its scale. A limit that the book keeps at scale 1 and breaks at the upper bound makes the upper part of the scale mean nothing: weights stay at the limit whatever the target asks for.',
    wrong:
      'long top 20 by prediction gross 100%\ntarget volatility 10% per year over 20d, scale 0.5 .. 2\nlimit weight 6%',
    right:
      'long top 20 by prediction gross 100%\ntarget volatility 10% per year over 20d, scale 0.5 .. 2\nlimit weight 10%',
  }),
  'leverage-above-limits': define<{
    what: 'gross' | 'net';
    long: number | null;
    short: number | null;
    asked: number;
    limit: number;
    always: boolean;
  }>({
    severity: 'warning',
    message: ({ what, long, short, asked, limit, always }) =>
      `the book ${always ? 'asks' : 'can ask'} for a ${what} of ${sides(what, long, short)}${percent(asked)}, above its limit of ${percent(limit)}`,
    label: ({ what, asked, limit, always }) =>
      what === 'gross'
        ? `every weight ${always ? 'is' : 'can be'} cut to ${percent(limit / asked)} of what it should be`
        : `the heavier side ${always ? 'is always' : 'can be'} cut`,
    hints: ({ what, asked }) => [
      `raise the limit to ${percent(upwards(asked))} or more, or lower the \`gross\` of ${what === 'gross' ? 'the sides' : 'the heavier side'}`,
      orAccept('leverage_above_limits'),
    ],
    remedies: ({ asked }) => [replace(percent(upwards(asked)))],
    explain:
      'The sides say how much the book holds, and the limit how much it may. Where the limit is smaller, it binds whenever they hold all that they say, and the sides’ numbers say something that never happens.',
    wrong: 'long  top 38 by prediction gross 130%\nshort bottom 38 by prediction gross 70%\nlimit gross 150%',
    right: 'long  top 38 by prediction gross 100%\nshort bottom 38 by prediction gross 50%\nlimit gross 150%',
  }),
  'names-above-limit': define<{ asked: number; most: number; always: boolean }>({
    severity: 'warning',
    message: ({ asked, most, always }) =>
      `the book ${always ? 'asks' : 'can ask'} for ${plural(asked, 'name')}, above its limit of ${most}`,
    label: ({ asked, most, always }) =>
      `${plural(asked - most, 'name')} ${always ? 'cut at every rebalance' : 'too many, where it holds them all'}`,
    hints: ({ asked }) => [
      `raise the limit to ${asked} or more, or ask for fewer names`,
      orAccept('names_above_limit'),
    ],
    remedies: ({ asked }) => [replace(String(asked))],
    explain:
      'The sides say how many names the book holds, and the limit how many it may. Where the limit is smaller, the smallest positions are cut whenever all are asked for, and what they would have held stays in cash. With smoothing a book holds more names than it asks for: the limit is for those.',
    wrong: 'long  top 38 by prediction gross 65%\nshort bottom 38 by prediction gross 35%\nlimit names 60',
    right: 'long  top 38 by prediction gross 65%\nshort bottom 38 by prediction gross 35%\nlimit names 120',
  }),
  'limits-below-gross': define<{ most: number; weight: number; gross: number }>({
    severity: 'warning',
    message: ({ most, weight, gross }) =>
      `the book can never reach its gross of ${percent(gross)}: ${plural(most, 'name')} of at most ${percent(weight)} are ${percent(most * weight)}`,
    label: ({ weight, gross }) => `fewer than ${percent(gross)} / ${percent(weight)} = ${figure(gross / weight)}`,
    hints: ({ weight, gross }) => [
      `let it hold ${Math.ceil(gross / weight - 1e-9)} names or more, or raise the limit of weight`,
      orAccept('limits_below_gross'),
    ],
    explain:
      'So many names, each at its limit of weight, add up to the most that the book can hold. Below its gross, what is cut stays in cash whatever happens: the book is smaller than it says.',
    wrong: 'long top 20 by prediction gross 100%\nlimit weight 5%\nlimit names 10',
    right: 'long top 20 by prediction gross 100%\nlimit weight 10%\nlimit names 40',
  }),
  'limit-without-history': define<{ name: string; needs: number; most: number; from: string; first: string }>({
    severity: 'error',
    message: ({ name, needs, most }) =>
      `the limit of ${name} looks at ${plural(needs, 'session')}, and there are at most ${most} up to the first decision`,
    label: () => 'more than there are',
    hints: ({ from, first }) => [
      `the data begin on ${from}, and the book on ${first}`,
      'begin `period` earlier, or look at fewer sessions',
    ],
    explain:
      'A correlation, a beta or a worst loss is taken of the last returns. Before there are as many, the limit would bind nothing, and the first months of a backtest would be of another book than the rest.',
    wrong: 'period 2020-01-01 .. 2025-10-31\ntest   2020-06-01 .. 2025-10-31\nlimit value_at_risk 2% at 95% over 250d',
    right: 'period 2019-01-01 .. 2025-10-31\ntest   2020-06-01 .. 2025-10-31\nlimit value_at_risk 2% at 95% over 250d',
  }),
  'limits-contradict': define<Contradiction>({
    severity: 'warning',
    message: (facts) =>
      facts.whole === null
        ? `a limit of ${facts.what} of 0% lets the book ${facts.what === 'turnover' ? 'trade' : 'hold'} nothing`
        : `the limit of ${facts.what}, ${percent(facts.limit)}, can never bind: the limit of ${facts.whole} is ${percent(facts.of)}`,
    label: (facts) => (facts.whole === null ? 'nothing at all' : 'never reached'),
    hints: (facts) => [
      facts.whole === null
        ? `write the most you want, or \`no limit ${facts.what}\``
        : `lower it below ${percent(facts.of)}, drop it, or raise the other`,
      orAccept('limits_contradict'),
    ],
    remedies: () => [dropLine()],
    explain:
      'One name is a part of its sector, a sector a part of the whole book, and the net a part of the gross. A limit of the part that is above the limit of the whole is never the one that binds; mostly the two were swapped. What is lost on average beyond a value at risk is likewise at least that value.',
    wrong: 'limit weight 20%\nlimit sector 10%',
    right: 'limit weight 5%\nlimit sector 20%',
  }),
  'volatility-target-unreachable': define<{ why: string; instead: string }>({
    severity: 'warning',
    message: () => 'this volatility target is out of reach of its scale',
    label: () => 'cannot be reached',
    hints: ({ why, instead }) => [why, instead, orAccept('volatility_target_unreachable')],
    explain:
      'The target is reached by multiplying the book with a scale between two bounds. It cannot be where the bounds leave no room, or where even the upper bound of a book of wild stocks (60% a year, all moving as one) stays below the target, or even the lower bound of one of calm stocks (10% a year, nothing in common) above it.',
    wrong: 'long top 20 by prediction gross 50%\ntarget volatility 40% per year over 20d, scale 0.5 .. 1',
    right: 'long top 20 by prediction gross 100%\ntarget volatility 15% per year over 20d, scale 0.5 .. 2',
  }),
  'stop-never-trips': define<Stop>({
    severity: 'error',
    message: () => 'this stop can never trip',
    label: (stop) =>
      stop.tooLong === null
        ? rangesOf(stop)
        : `${stop.tooLong.window} sessions, of which \`test\` has ${stop.tooLong.sessions} at most`,
    hints: (stop) => [stop.tooLong === null ? meantStop(stop) : 'take a window that a fraction of `test` fills: `60d`'],
    explain:
      'A drawdown is how far equity is below its peak, as a positive fraction: it goes from 0% to 100%. A day’s return is above -100%, and a volatility is above 0%. A stop whose limit lies outside of that protects nothing.',
    wrong: 'stop when drawdown < -8% then flatten',
    right: 'stop when drawdown > 8% then flatten',
  }),
  'stop-repeated': define<Record<string, never>>({
    severity: 'warning',
    message: () => 'this stop stands here twice',
    label: () => 'said before',
    hints: () => ['keep one of them, or give the other the limit that was meant', orAccept('stop_repeated')],
    remedies: () => [dropLine()],
    explain:
      'Any of several stops can trip, so that the same one a second time adds nothing: one of them was to say something else.',
    wrong: 'stop when drawdown > 8% then flatten\nstop when drawdown > 8% then flatten',
    right: 'stop when drawdown > 8% then flatten\nstop when day_return < -5% then flatten',
  }),
  'stop-always-trips': define<Stop & { when: keyof typeof TRIPS | 'range' }>({
    severity: 'error',
    message: ({ when }) => (when === 'range' ? 'this stop always trips' : TRIPS[when].message),
    label: (stop) => (stop.when === 'range' ? rangesOf(stop) : TRIPS[stop.when].label),
    hints: (stop) => [meantStop(stop)],
    explain:
      'A stop names what must not happen: `drawdown > 8%` goes to cash when equity is more than 8% below its peak. A comparison that holds from the start, or on any losing day, sends the book to cash at once, where it stays until resumed.',
    wrong: 'stop when drawdown < 8% then flatten',
    right: 'stop when drawdown > 8% then flatten',
  }),
} as const;

function sides(what: 'gross' | 'net', long: number | null, short: number | null): string {
  return long === null || short === null ? '' : `${percent(long)} ${what === 'gross' ? '+' : '-'} ${percent(short)} = `;
}

/** So that the figure in a hint, which has three digits, is enough. */
function upwards(ratio: number): number {
  const unit = 10 ** (Math.floor(Math.log10(ratio)) - 2);
  return Math.ceil(ratio / unit - 1e-9) * unit;
}
