/**
 * An account elsewhere that is held as the book says. The ledger's book stays the simulated one, which is the backtest; its
 * orders are written with the session (`remoteOrders.ts`) and handed over here, outside of any transaction:
 *
 *   1. open orders   handed over while there is time, asked for once they are known
 *   2. positions     there are what the orders filled so far have made them
 *
 * Killed between any two steps, it is done again: an order's id is the same, and what it has filled is counted once.
 */
import type { Plan } from '../../../compiler/plan.ts';
import { calendarNamed } from '../../calendar/calendar.ts';
import { fromIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import type { PaperEvent } from '../events.ts';
import { verifyNotHalted } from '../ledger/accounts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import {
  keepMirror,
  keepRemotePosition,
  mirrorOf,
  missedOrders,
  type OpenOrder,
  openOrders,
  recordAnswer,
  recordMissed,
  remotePositions,
} from '../ledger/remote.ts';
import type { RemoteAnswer, RemoteBroker } from './remote.ts';
import { bySymbol, takenFrom } from './remoteOrders.ts';

export interface MirrorContext {
  readonly ledger: Ledger;
  readonly account: string;
  readonly broker: RemoteBroker;
  readonly plan: Plan;
  tell(event: PaperEvent): void;
  now(): Date;
}

/**
 * Before sessions are booked.
 * @param due day of the first session that is; null: none
 * @param accept whether what is held there is taken as it is
 * @returns equity there, in USD
 */
export async function synchronise(context: MirrorContext, due: string | null, accept: boolean): Promise<number> {
  const { ledger, account, broker } = context;
  if (mirrorOf(ledger, account) === null) await ledger.transaction(() => keepMirror(ledger, account, broker.name));
  await handOver(context);
  if (due !== null) verifyEnded(openOrders(ledger, account), due);
  const { equity, positions } = await broker.holdings();
  if (accept) await acceptPositions(context, positions);
  else verifyHeld(context, positions);
  return equity;
}

/**
 * Every order that is open: given, or asked for. Done after sessions were booked, too.
 * @throws UserError `broker-not-yet` when there are some that it does not take before a later hour: they wait
 */
export async function handOver(context: MirrorContext): Promise<void> {
  const { ledger, account, broker, tell } = context;
  let given = 0;
  let early: OpenOrder | null = null;
  for (const order of openOrders(ledger, account)) {
    if (isEarly(order, context)) {
      early = order;
      continue;
    }
    verifyNotHalted(ledger, account);
    const answer = await standOf(order, context);
    await ledger.transaction(() => {
      if (answer === null) recordMissed(ledger, order);
      else recordAnswer(ledger, account, order, answer);
    });
    if (!order.isKnown && answer !== null) given++;
    const { ticker, quantity } = order;
    const { state, filled, reason } = answer ?? { state: 'missed', filled: 0, reason: null };
    if (state !== 'working' && filled !== quantity) {
      tell({ type: 'paper-order-unfilled', ticker, quantity, filled, state, reason });
    }
  }
  if (given > 0) tell({ type: 'paper-handed-over', broker: broker.name, orders: given });
  if (early !== null) throw notYet(early, context);
}

function isEarly(order: OpenOrder, context: MirrorContext): boolean {
  return !order.isKnown && context.now().getTime() < hoursOf(order, context).getTime();
}

function hoursOf({ day }: OpenOrder, { broker, plan }: MirrorContext): Date {
  return takenFrom(calendarNamed(plan.universe.calendar), fromIsoDay(day), broker);
}

function notYet(order: OpenOrder, context: MirrorContext): UserError {
  const { name } = context.broker;
  return new UserError(
    'broker-not-yet',
    `the broker at ${name} takes orders of ${order.day} from ${hoursOf(order, context).toISOString()} on: they wait`,
    ['run the same command again after that, as a schedule does; what is booked stays booked'],
  );
}

/** After a session was booked: of those of its orders that were too late from the beginning. @param day ISO */
export function tellMissed(
  { ledger, account, tell }: Pick<MirrorContext, 'ledger' | 'account' | 'tell'>,
  day: string,
): void {
  for (const { ticker, quantity } of missedOrders(ledger, account, day)) {
    tell({ type: 'paper-order-unfilled', ticker, quantity, filled: 0, state: 'missed', reason: null });
  }
}

/**
 * Null: it never arrived, and now it is too late.
 * @throws UserError `broker-unreachable` too when an order that it has taken is not known to it any more: it may fill
 */
async function standOf(order: OpenOrder, { broker, now }: MirrorContext): Promise<RemoteAnswer | null> {
  const isInTime = now().getTime() < Date.parse(order.until);
  if (!order.isKnown && isInTime) return broker.place(order);
  const answer = await broker.find(order);
  if (answer !== null || !order.isKnown) return answer;
  throw new UserError(
    'broker-unreachable',
    `the broker at ${broker.name} has taken the order ${order.id}, and now does not know it`,
    ['run the same command again: until it says what became of the order, nothing is booked', 'ask the broker'],
  );
}

/** Once the bars of a session are there, orders for it have come to their end. */
function verifyEnded(open: readonly OpenOrder[], due: string): void {
  const working = open.filter(({ day }) => day < due);
  if (working.length === 0) return;
  const names = working.slice(0, 5).map(({ ticker }) => ticker);
  throw new UserError(
    'broker-working',
    `the broker is not done with ${working.length} of the orders before ${due}: ${names.join(', ')}${working.length > names.length ? ', …' : ''}`,
    ['run the same command again later: the session stays due'],
  );
}

/** @throws UserError `paper-positions-differ` */
function verifyHeld({ ledger, account, broker }: MirrorContext, positions: ReadonlyMap<string, number>): void {
  // While an order may fill, nobody can say what is held.
  const open = new Set(openOrders(ledger, account).map(({ ticker }) => broker.symbolOf(ticker)));
  const expected = bySymbol(remotePositions(ledger, account), broker);
  const symbols = [...new Set([...expected.keys(), ...positions.keys()])].filter((symbol) => !open.has(symbol)).sort();
  const differ = symbols.filter((symbol) => (positions.get(symbol) ?? 0) !== (expected.get(symbol) ?? 0));
  if (differ.length === 0) return;
  const told = differ.slice(0, 5).map((symbol) => {
    return `${symbol} ${positions.get(symbol) ?? 0} instead of ${expected.get(symbol) ?? 0}`;
  });
  const more = differ.length > told.length ? `, and ${differ.length - told.length} more` : '';
  throw new UserError(
    'paper-positions-differ',
    `the broker at ${broker.name} holds other positions than its answers come to: ${told.join(', ')}${more}`,
    [
      'find out what was traded besides, or was split; nothing was booked',
      '`--accept-positions` goes on from what is held there',
    ],
  );
}

/** Tickers that are known keep their spelling; the others are written as the broker does until a session sells them or has them. */
async function acceptPositions(
  { ledger, account, broker }: MirrorContext,
  positions: ReadonlyMap<string, number>,
): Promise<void> {
  await ledger.transaction(() => {
    const before = remotePositions(ledger, account);
    const spelling = new Map([...before.keys()].map((ticker) => [broker.symbolOf(ticker), ticker]));
    for (const ticker of before.keys()) keepRemotePosition(ledger, account, ticker, 0);
    for (const [symbol, quantity] of positions) {
      keepRemotePosition(ledger, account, spelling.get(symbol) ?? symbol, quantity);
    }
  });
}

/** @throws UserError `broker-unfit` where no account elsewhere can be held as the strategy says */
export function verifyMirrors({ execution, risk, strategy }: Plan, clock: 'live' | 'replay'): void {
  const problem = () => {
    if (clock === 'replay') return 'trades today, and a replay books days gone by';
    if (execution.fillAt !== 'next open' && execution.fillAt !== 'next close') {
      return `takes orders for the next open or close, and ${strategy} fills at ${execution.fillAt}`;
    }
    if (risk.limits.turnover !== null) return `cannot be told of \`limit turnover\`, which is only known at the fill`;
    if (execution.participation !== null) return `cannot be told of \`participation\`, which is only known at the fill`;
    return null;
  };
  const why = problem();
  if (why === null) return;
  throw new UserError('broker-unfit', `a broker elsewhere ${why}`, [
    'trade it with `paper: { broker: simulated }` in the config',
  ]);
}

/** @throws UserError `paper-other-broker` when the account has begun with another */
export function verifySameBroker(ledger: Ledger, account: string, broker: RemoteBroker | null): void {
  const known = mirrorOf(ledger, account);
  if (known === null || known === broker?.name) return;
  const now = broker === null ? 'no broker elsewhere' : broker.name;
  throw new UserError(
    'paper-other-broker',
    `the account ${account} is held at ${known} as well, and the config names ${now}`,
    ['use the config it was begun with, or open another account'],
  );
}
