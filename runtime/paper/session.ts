/**
 * One session of an account: all of it in one transaction of the ledger, keyed by account and day.
 *
 *   1. still due?          another scheduler may have booked it meanwhile
 *   2. may it go on?       halts, the account's plan, the days of the data
 *   3. reconcile           the broker holds what the book says
 *   4. step                the engine of the backtest, from the state that the last session left
 *   5. carry out           executions and charges, at the broker
 *   6. conserve            cash and positions are the equity
 *   7. write               and put into the outbox what is published of it, and orders for an account elsewhere
 *
 * Whatever fails takes everything back; whoever is killed has booked nothing.
 */
import { fromIsoDay, type Market, toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';
import { enqueue } from '../publish/outbox.ts';
import { mirrorSession } from './brokers/mirrorSession.ts';
import { verifyEquity, verifyPositions } from './conservation.ts';
import { carryOver } from './keptBook.ts';
import { type Account, findAccount, verifyNotHalted } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import { type BookedSession, headOf, keptBookOf, type SessionHead, writeSession } from './ledger/sessions.ts';
import { recordOf } from './sessionRecord.ts';
import { carryOut, ordersAround, stepBook } from './step.ts';
import type { SessionContext, Steppable } from './steppable.ts';

/** @returns what was booked, or null when somebody else has booked it meanwhile */
export async function bookSession(
  context: SessionContext,
  steppable: Steppable,
  at: number,
): Promise<BookedSession | null> {
  const { ledger, account, mirror } = context;
  return ledger.transaction(async () => {
    const day = toIsoDay(steppable.market.sessions[at]!);
    const head = headOf(ledger, account.name);
    if (head !== null && head.day >= day) return null; // 1
    verifyNotHalted(ledger, account.name);
    verifySamePlan(ledger, account);
    verifyFollows(steppable.market, head, at); // 2
    const booked = await step(context, steppable, at, head);
    writeSession(ledger, account, booked); // 7
    const { features, market, rules } = steppable;
    if (mirror !== null) mirrorSession(ledger, account.name, booked, mirror, { market, at });
    enqueue(ledger, account, booked, { features: features(at), sessionsPerYear: rules.sessionsPerYear });
    return booked;
  });
}

/** 3 to 6. */
async function step(
  context: SessionContext,
  steppable: Steppable,
  at: number,
  head: SessionHead | null,
): Promise<BookedSession> {
  const { ledger, broker, account } = context;
  const kept = keptBookOf(ledger, account.name);
  const before = await broker.holdings();
  if (kept !== null) verifyPositions(kept, before); // 3
  const stepped = stepBook(context, steppable, at, head, kept && carryOver(kept, steppable.market)); // 4
  const ordered = ordersAround(ledger, account.name, stepped);
  const executions = await carryOut(broker, stepped, before, ordered); // 5
  const after = await broker.holdings();
  verifyEquity(stepped.state, steppable.market.tickers, after); // 6
  const isFirst = head?.plan !== account.plan;
  return recordOf(context, steppable, at, { ...stepped, ...ordered, isFirst, executions, after, kept });
}

/** Between finding out what is due and booking it, somebody may have changed it. */
function verifySamePlan(ledger: Ledger, account: Account): void {
  if (findAccount(ledger, account.name)?.plan === account.plan) return;
  throw new UserError('paper-other-strategy', `the account ${account.name} was changed to another plan meanwhile`, [
    'run the same command with the strategy it follows now',
  ]);
}

/** Sessions are booked without a gap. */
function verifyFollows({ sessions }: Market, head: SessionHead | null, at: number): void {
  if (head === null || sessions[at - 1] === fromIsoDay(head.day)) return;
  const before = at === 0 ? 'nothing' : toIsoDay(sessions[at - 1]!);
  throw new UserError(
    'paper-calendar-changed',
    `the account was last booked on ${head.day}, and before ${toIsoDay(sessions[at]!)} the data have ${before}`,
    ['use the calendar that the account began with'],
  );
}
