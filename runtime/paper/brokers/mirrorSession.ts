/** Of one session, within its transaction: how far the account elsewhere is from the book, and the orders that go there. */
import type { Plan } from '../../../compiler/plan.ts';
import { calendarNamed } from '../../calendar/calendar.ts';
import { fromIsoDay, type Market } from '../../market.ts';
import { UserError } from '../../ports.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { hasCaughtUp, remotePositions, writeApart, writeRemoteOrder } from '../ledger/remote.ts';
import { type BookedSession, headOf } from '../ledger/sessions.ts';
import { orderId } from '../orders.ts';
import type { FillTime, RemoteBroker } from './remote.ts';
import { apartOf, byTicker, nextClose, remoteOrdersOf, takenUntil } from './remoteOrders.ts';

/** What is known of an account elsewhere while sessions are booked. */
export interface Mirror {
  readonly broker: RemoteBroker;
  /** In USD, there. */
  readonly equity: number;
  /** Of equity. */
  readonly mostApart: number;
  readonly plan: Plan;
  now(): Date;
}

/** @throws UserError `broker-apart` */
export function mirrorSession(
  ledger: Ledger,
  account: string,
  booked: BookedSession,
  { broker, equity, mostApart, plan, now }: Mirror,
  { market, at }: { readonly market: Market; readonly at: number },
): void {
  const { id } = headOf(ledger, account)!;
  const held = byTicker(remotePositions(ledger, account), market.tickers, broker);
  const calendar = calendarNamed(plan.universe.calendar);
  const overAt = (day: string) => nextClose(calendar, fromIsoDay(day));
  const apart = hasCaughtUp(ledger, account, overAt) ? apartOf(weightsOf(booked), held, filledAt(booked)) : null;
  writeApart(ledger, id, { apart, most: mostApart, equity });
  if (apart !== null && apart > mostApart) throw tooFar(broker, booked.day, apart, mostApart);
  if (booked.decision === 'hold') return;
  const known = new Set(booked.orders.map(({ ticker }) => ticker));
  // Held there and not in the book: what a broker would not sell when the book did.
  const strays = [...held.keys()].filter((ticker) => !known.has(ticker));
  const orders = [
    ...booked.orders,
    ...strays.map((ticker) => ({ id: orderId({ account, decided: booked.day }, ticker), ticker, wanted: 0 })),
  ];
  const fill: FillTime = plan.execution.fillAt === 'next open' ? 'open' : 'close';
  const until = takenUntil(calendar, fromIsoDay(booked.day), fill, broker);
  const isInTime = now().getTime() < until.getTime();
  for (const order of remoteOrdersOf({ orders, equity: booked.equity, price: closeOn(market, at) }, held, fill)) {
    writeRemoteOrder(ledger, id, order, until.toISOString(), isInTime ? 'waiting' : 'missed');
  }
}

/** In the book, after the session's fill. */
function weightsOf({ positions, equity }: BookedSession): ReadonlyMap<string, number> {
  return new Map(positions.map(({ ticker, quantity, price }) => [ticker, (quantity * price) / equity]));
}

/** Prices at the fill, as traded. */
function filledAt({ tickers, inputs, equity }: BookedSession) {
  const place = new Map(tickers.map((ticker, i) => [ticker, i]));
  const price = (ticker: string) => {
    const i = place.get(ticker);
    return i === undefined ? Number.NaN : inputs.price[i]! / inputs.factor[i]!;
  };
  return { equity, price };
}

function closeOn({ tickers, sessions, bars }: Market, at: number): (ticker: string) => number {
  const place = new Map(tickers.map((ticker, i) => [ticker, i]));
  return (ticker) => {
    const i = place.get(ticker);
    return i === undefined ? Number.NaN : bars.raw_close[i * sessions.length + at]!;
  };
}

function tooFar({ name }: RemoteBroker, day: string, apart: number, most: number): UserError {
  const percent = (fraction: number) => `${(100 * fraction).toFixed(2)}%`;
  return new UserError(
    'broker-apart',
    `on ${day} the positions at ${name} are ${percent(apart)} of equity from those of the book, and at most ` +
      `${percent(most)} is allowed`,
    [
      'look which of its orders were rejected or filled in part: the table `remote_orders`',
      'raise `paper.broker.most_apart` in the config, and its next orders make it good',
    ],
  );
}
