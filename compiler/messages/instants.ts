/** When things are known, decided and filled. */
import type { Instant } from '../../stdlib/types.ts';
import { describeInstant, isKnownBy, shifted } from '../expression/instants.ts';
import { replacePart } from '../fix/remedy.ts';
import { define, didYouMean, list, orAccept, quote } from './message.ts';

interface LooksAhead {
  /** The place in the strategy: "this filter". */
  readonly what: string;
  /** Or the block whose `include` brings it: all that it brings is told at once. */
  readonly included: string | null;
  readonly kind: 'label' | 'data';
  /** How the place calls it, or null when it is written out. */
  readonly name: string | null;
  /** What is not known, as it is written. */
  readonly part: string;
  readonly known: Instant;
  readonly decision: Instant;
  readonly fill: Instant;
  /** What it would have to be known for, and when that is: costs are charged at the fill. */
  readonly when: 'decided' | 'filled';
  readonly by: Instant;
}

/** What has not arrived when orders are decided; or a series that comes later than the strategy says. */
type ArrivesLate =
  | {
      readonly of: 'decision';
      /** `bars`, `opens` or `series X`. */
      readonly what: string;
      readonly decided: string;
      readonly arrives: string;
      /** The decision that would be in time, or null when none of the session is. */
      readonly instead: string | null;
    }
  | {
      readonly of: 'series';
      readonly name: string;
      readonly taken: string;
      readonly published: string;
      /** As it would be written to be in time. */
      readonly instead: string;
    };

export const INSTANTS = {
  'looks-ahead': define<LooksAhead>({
    severity: 'error',
    message: (facts) => {
      const { what, included } = facts;
      if (isPast(facts)) return `${what} is made of a label, which is for the model to learn`;
      if (included === null) return `${what} needs ${needed(facts)} when the order is ${facts.when}`;
      return `${quote(included)} needs what is not yet known when the order is ${facts.when}`;
    },
    label: (facts) => {
      const { included, known, by } = facts;
      if (isPast(facts)) return 'made of a label';
      if (facts.when === 'filled') return `known at the ${known.at} of the session`;
      return included === null ? `known ${describeInstant(known)}` : `not all known ${describeInstant(by)}`;
    },
    hints: ({ included, kind, name, part, known, decision, fill, when, by }) =>
      kind === 'label'
        ? [
            `${name ?? 'a forward return'} is a label: the loss and the metrics hold predictions to it, and it stands nowhere else`,
            'for momentum, use a past return: `returns(close, 1d)`',
          ]
        : [
            included === null
              ? lastKnown(known, by, name ?? part)
              : 'define what is known by then in its place, such as `ret_1d = returns(lag(close, 1d), 1d)`',
            when === 'decided' && decision.at === 'open' ? `or decide when it is known: ${atTheClose(fill)}` : null,
          ],
    remedies: ({ included, kind, name, part, known, by }) => [
      kind === 'label' || included !== null ? null : replacePart(name ?? part, lagged(known, by, name ?? part)),
    ],
    explain:
      'Anything that decides an order, features and filters, membership, sizing and risk alike, may use only what is known when the order is decided. A label is a value from the future: it is what the model learns to predict. At the open of a session its `open` is known, and `high`, `low`, `close` and `volume` are those of the session before. A backtest that breaks this rule shows profits nobody could have made. The error shows the way from the place that decides an order to the value that is not yet known.',
    wrong:
      'label next_return = forward_return(close, 1d)\nportfolio { long top 10 by prediction where next_return > 0% gross 50% }',
    right: 'portfolio { long top 10 by prediction where returns(close, 1d) > 0% gross 50% }',
  }),
  'fills-before-decision': define<{ decided: string; filled: string; isAverage: boolean; roundTheClock: boolean }>({
    severity: 'error',
    message: ({ filled, isAverage }) =>
      `orders would be filled ${isAverage ? `over a session, from ${filled.replace('at ', '')} on` : filled}, before they are decided`,
    label: ({ decided }) => `but they are decided ${decided}`,
    hints: ({ roundTheClock, isAverage }) => [
      isAverage
        ? 'fill at the next vwap, or decide at the open without delay'
        : roundTheClock
          ? 'in this calendar a session opens when the one before closes: fill at the next close'
          : 'fill at the next open or close, or decide at the open',
    ],
    remedies: ({ roundTheClock }) => [
      replacePart('at open', roundTheClock ? 'at next close' : 'at next open'),
      replacePart('at close', 'at next close'),
      replacePart('at vwap', 'at next vwap'),
    ],
    explain:
      'An order is decided, sent, and then filled. Filling it at a price from before the decision is trading in the past.',
    wrong: 'execution {\n  decide at close\n  fill at open\n}',
    right: 'execution {\n  decide at close\n  fill at next open\n}',
  }),
  'fills-after-next-decision': define<{ decided: string; filled: string }>({
    severity: 'error',
    message: ({ filled }) => `orders would still wait to be filled ${filled} when the next ones are decided`,
    label: ({ decided }) => `decided ${decided}, and again in every session`,
    hints: () => ['fill at the close or at the next open, or decide at the close'],
    explain:
      'A book has one order at a time: it is filled before, or at the very instant at which, the next one is decided.',
    wrong: 'execution {\n  decide at open\n  fill at next close\n}',
    right: 'execution {\n  decide at open\n  fill at close\n}',
  }),
  'data-arrives-late': define<ArrivesLate>({
    severity: 'error',
    message: (facts) => {
      if (facts.of === 'series') {
        const { name, taken, published } = facts;
        return `${quote(name)} is taken to be known ${taken}, and is published ${published}`;
      }
      const { what, decided, arrives } = facts;
      return `orders are decided ${decided}, and the ${what} ${isMany(what) ? 'arrive' : 'arrives'} ${arrives}`;
    },
    label: (facts) => {
      if (facts.of === 'series') return 'published later than this says';
      return isMany(facts.what) ? `the ${facts.what} it needs are not there yet` : `the ${facts.what} is not there yet`;
    },
    hints: (facts) => {
      if (facts.of === 'series') {
        return [
          `say so: ${quote(facts.instead)}; what decides can then rest on earlier values only`,
          `if it is published in time, correct ${quote(`data.series.${facts.name}.published`)} in the config`,
        ];
      }
      const { what, instead } = facts;
      return [
        instead === null
          ? null
          : `decide when ${isMany(what) ? 'they are' : 'it is'} there, ${quote(instead)}, and fill after that`,
        `or decide on what has arrived by then, of earlier sessions: ${isMany(what) ? '`lag(close, 1d)`' : '`lag(…, 1d)`'}`,
        isMany(what)
          ? 'if they do arrive in time, correct `data.arrives` in the config'
          : 'if it does arrive in time, correct its `published` under `data.series` in the config',
      ];
    },
    explain:
      'A config may say how long after the close the bars of a session arrive (`data.arrives.bars: 15 min after close`), and its opens if they come before (`data.arrives.opens: 2 min after open`). What is decided before may then rest on earlier sessions only, for in trading the prices of the day would not be there. What `data.arrives` leaves out counts as known the moment it is made. Of a series from outside the market the config says when it is published (`data.series.DGS10.published: 1 session after`), and the strategy by which delay it counts on it: `external("DGS10", delay: 1d)`. A series that is published later than the strategy says would let it decide on values that nobody had.',
    wrong: 'execution {\n  decide at close\n  fill at next open\n}',
    right: 'execution {\n  decide at close, 30min later\n  fill at next open\n}',
  }),
  'series-not-configured': define<{ name: string; known: readonly string[]; nearest: string | null }>({
    severity: 'error',
    message: ({ name }) => `the strategy reads the series ${quote(name)}, and the config has none of that name`,
    label: () => 'not under `data.series`',
    hints: ({ name, known, nearest }) => [
      didYouMean(nearest),
      nearest === null && known.length > 0 ? `the config has: ${list(known.map(quote))}` : null,
      `${nearest === null ? '' : 'or '}say where it lies and when it is published: ${quote(`series: { ${name}: { path: ${name}.csv, published: at close } }`)}`,
    ],
    explain:
      'A strategy says which series from outside the market it reads, and the config where each of them lies. `strat check` alone knows no config; with `--config` it tells of a series that a run on it would not find.',
    wrong: 'features {\n  fear = external("VIXX") / 100\n}',
    right: 'features {\n  fear = external("VIX") / 100\n}',
  }),
  'same-close-fill': define<Record<string, never>>({
    severity: 'warning',
    message: () => 'orders are filled at the very close that they are decided on',
    label: () => 'the price is known only when it is too late to trade at it',
    hints: () => [
      'fill at the next open or close, which anyone could have traded',
      `or accept it with a reason: ${quote('allow same_close_fill "the closing auction"')}`,
    ],
    remedies: () => [replacePart('at close', 'at next open'), replacePart('at close', 'at next close')],
    explain:
      'Features use today’s close, so the decision is made after the close; filling at that same close assumes orders that went into the closing auction on a price a few minutes older. It is common in backtests, and usually flatters them.',
    wrong: 'execution {\n  decide at close\n  fill at close\n}',
    right: 'execution {\n  decide at close\n  fill at next open\n}',
  }),
  'same-open-fill': define<Record<string, never>>({
    severity: 'warning',
    message: () => 'orders are filled at the very open that they are decided on',
    label: () => 'the price is known only when it is too late to trade at it',
    hints: () => [
      'fill at the close or at the next open, which anyone could have traded',
      `or accept it with a reason: ${quote('allow same_open_fill "the opening auction, on the bars of the day before"')}`,
    ],
    remedies: () => [replacePart('at open', 'at close'), replacePart('at open', 'at next open')],
    explain:
      'What uses today’s open is decided after the open; filling at that same open assumes orders that went into the opening auction before its price was known. Where everything rests on the bars of the day before, that is what would be done; stops and the volatility target still read the book at that open.',
    wrong: 'execution {\n  decide at open\n  fill at open\n}',
    right: 'execution {\n  decide at open\n  fill at close\n}',
  }),
  'paper-out-of-time': define<{ from: number; to: number; zone: string; isEarly: boolean }>({
    severity: 'warning',
    message: ({ from, to }) =>
      `the paper account would run outside of the time between its decision, ${clock(from)}, and its fill, ${clock(to)}`,
    label: () => 'too early or too late, in some weeks at least',
    hints: ({ from, to, zone, isEarly }) => [
      `run it from ${clock(from)} on and before ${clock(to)} ${zone}`,
      isEarly ? `sessions before some holidays close at ${clock(to)}` : null,
      orAccept('paper_out_of_time'),
    ],
    explain:
      'What is run before the decision lacks the prices that it is to decide on; what is run after the fill sends orders that come too late. The exchange of the calendar says when it opens and closes, also on the days that it closes early; a time of another zone is checked in every week of a year, since summer time begins and ends on other days there.',
    wrong: 'execution {\n  decide at close\n  fill at next open\n}\npaper {\n  at 15:45 America/New_York\n}',
    right: 'execution {\n  decide at close\n  fill at next open\n}\npaper {\n  at 16:15 America/New_York\n}',
  }),
} as const;

/** `9:30` */
function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A label that a lag has moved back until it is known: still what the model is to learn. */
function isPast({ kind, known, decision }: LooksAhead): boolean {
  return kind === 'label' && isKnownBy(known, decision);
}

function needed({ kind, part, known: { at, shift } }: LooksAhead): string {
  if (kind === 'data') return `today's ${quote(part)}`;
  if (shift === 0) return `today's ${at}`;
  return shift === 1 ? `tomorrow's ${at}` : `the ${at} ${shift} sessions ahead`;
}

function lastKnown(known: Instant, by: Instant, part: string): string {
  const sessions = sessionsUntilKnown(known, by);
  const before = sessions === 1 ? 'the session before' : `${sessions} sessions before`;
  return `the last one known by then is that of ${before}: ${quote(lagged(known, by, part))}`;
}

function lagged(known: Instant, by: Instant, part: string): string {
  return `lag(${part}, ${sessionsUntilKnown(known, by)}d)`;
}

function sessionsUntilKnown(known: Instant, by: Instant): number {
  let sessions = 1;
  while (!isKnownBy(shifted(known, -sessions), by)) sessions++;
  return sessions;
}

/** Bars and opens; a series is one. */
function isMany(what: string): boolean {
  return what === 'bars' || what === 'opens';
}

/** A fill of the same open would then lie before its decision. */
function atTheClose({ at, shift }: Instant): string {
  return at === 'open' && shift === 0 ? '`decide at close`, and `fill at next open`' : '`decide at close`';
}
