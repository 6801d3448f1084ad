/**
 * One invocation of paper trading (docs/paper.md):
 *
 *   account ─▶ sessions due ─▶ data ─▶ features ─▶ predictions ─▶ for each session, in one transaction: `session.ts`
 *
 * Everything before the transactions may be done twice, by two schedulers at once, or be cut off: it writes nothing but
 * artifacts under their keys. A session is due when the calendar has it, the clock has reached it, and the ledger has not.
 */
import { booked, type Plan } from '../../compiler/plan.ts';
import { calendarNamed } from '../calendar/calendar.ts';
import { Interrupted } from '../interrupted.ts';
import { fromIsoDay, toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';
import { handOver, synchronise, tellMissed, verifyMirrors, verifySameBroker } from './brokers/mirror.ts';
import type { Mirror } from './brokers/mirrorSession.ts';
import { verifyClock, verifySameClock } from './clock.ts';
import { type Clock, sessionsDue, unlikeAsked } from './due.ts';
import type { PaperEvent } from './events.ts';
import { type DataLimits, verifyComplete, verifyFresh, verifyReached } from './freshness.ts';
import { type Account, findAccount, openAccount, type PredictionSource, verifyNotHalted } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import { finishRun, startRun } from './ledger/runs.ts';
import { type BookedSession, eligibleBefore, headOf } from './ledger/sessions.ts';
import { outcomeCode } from './listener.ts';
import { verifyTradable } from './plan.ts';
import { type PredictionPorts, trainedModels } from './predicting.ts';
import { prepare } from './prepare.ts';
import { rebuildBook } from './rebuild.ts';
import { bookSession } from './session.ts';
import { SimulatedBroker } from './simulatedBroker.ts';

export interface PaperRequest {
  readonly plan: Plan;
  readonly account: string;
  /** Null: as the account was opened; a new one predicts with the model. */
  readonly predictions: PredictionSource | null;
  readonly clock: Clock;
  /** Whether it may be another than that of the account's last session. */
  readonly changeClock: boolean;
  /** Last day to book; null: as far as the clock has come. */
  readonly until: number | null;
  /** Whether all sessions due are booked, or the oldest of them. */
  readonly all: boolean;
  /** Books nothing: the first session that is due is computed and taken back. */
  readonly dryRun: boolean;
  readonly limits: DataLimits;
  /** Whether what a broker elsewhere holds is taken as it is. */
  readonly acceptPositions: boolean;
  /** How the config is called in the ledger. */
  readonly config: string;
  /** Of this program. */
  readonly version: string;
}

export interface PaperPorts extends PredictionPorts {
  readonly ledger: Ledger;
  /** An account elsewhere that is held as the book says; null: there is none. */
  readonly remote: Pick<Mirror, 'broker' | 'mostApart'> | null;
  tell(event: PaperEvent): void;
  now(): Date;
}

/** @throws UserError what somebody must act on; nothing of the session at hand is booked then. Interrupted likewise. */
export async function runPaper(request: PaperRequest, ports: PaperPorts): Promise<void> {
  if (!request.dryRun) return invoke(request, ports);
  // What takes long is kept, whether or not the account is opened.
  const isNew = findAccount(ports.ledger, request.account) === null;
  if (isNew && request.predictions !== 'stored') await trainedModels(request.plan, ports);
  return ports.ledger.rehearsal(() => invoke(request, ports));
}

async function invoke(request: PaperRequest, ports: PaperPorts): Promise<void> {
  const { plan, clock } = request;
  const { ledger, tell } = ports;
  verifyTradable(plan);
  verifyNotHalted(ledger, request.account);
  if (clock.kind === 'live') verifyClock(ledger, ports.now());
  const before = findAccount(ledger, request.account);
  const account = before ?? (await opened(request, ports));
  verifyFollowed(account, plan, request);
  const head = headOf(ledger, account.name);
  verifySameClock(account.name, head, request);
  verifySameBroker(ledger, account.name, ports.remote?.broker ?? null);
  if (ports.remote !== null) verifyMirrors(plan, clock.kind);
  tell({
    type: 'paper-started',
    account: account.name,
    strategy: plan.strategy,
    planHash: plan.hash,
    config: request.config,
    data: ports.data.description,
    clock: clock.kind,
    predictions: account.predictions,
    opened: before === null,
    capital: account.capital,
  });

  const calendar = calendarNamed(plan.universe.calendar);
  const { days } = sessionsDue(calendar, clock, head && fromIsoDay(head.day), request.until);
  const asked = days.subarray(0, request.all && !request.dryRun ? days.length : 1);
  tell({
    type: 'paper-due',
    due: days.length,
    asked: asked.length,
    first: days.length > 0 ? toIsoDay(days[0]!) : null,
  });
  for (const message of unlikeAsked(request, head)) {
    ports.events.emit({ type: 'notice', code: 'paper-days', message });
  }
  if (asked.length > 0) verifyNotEarly(plan, asked[0]!);

  const hasWork = asked.length > 0 || (ports.remote !== null && !request.dryRun);
  const count = hasWork ? await recorded(request, ports, (run) => bookAll(request, ports, account, asked, run)) : 0;
  const left = days.length - asked.length + (request.dryRun ? 1 : 0);
  tell({ type: 'paper-finished', booked: count, left, equity: equityOf(ledger, account) });
}

/** A broker elsewhere, brought up to date; null: there is none, or nothing is to come of this. */
async function synchronised(
  { plan, dryRun, acceptPositions }: PaperRequest,
  ports: PaperPorts,
  { name }: Account,
  days: Int32Array,
): Promise<Mirror | null> {
  const { remote, now } = ports;
  if (remote === null || dryRun) return null;
  const due = days.length === 0 ? null : toIsoDay(days[0]!);
  const equity = await synchronise({ ...ports, broker: remote.broker, plan, account: name }, due, acceptPositions);
  return { ...remote, equity, plan, now };
}

interface Run {
  readonly id: number;
  /** Sessions so far. */
  booked: number;
}

/** The invocation's row in `runs`, from before anything that may fail until nothing can any more; how many sessions it booked. */
async function recorded(
  { account, version }: PaperRequest,
  { ledger, now }: PaperPorts,
  work: (run: Run) => Promise<void>,
): Promise<number> {
  const run = { id: startRun(ledger, account, version, now()), booked: 0 };
  const finish = (outcome: string) => finishRun(ledger, run.id, { at: now(), outcome, sessions: run.booked });
  try {
    await work(run);
  } catch (error) {
    try {
      finish(outcomeCode(error));
    } catch {
      // What stopped the session may stop this too; the first error is the one to tell.
    }
    throw error;
  }
  finish('finished');
  return run.booked;
}

/** The broker elsewhere is brought up to date, the sessions are booked, and it is given what they decided. */
async function bookAll(
  request: PaperRequest,
  ports: PaperPorts,
  account: Account,
  days: Int32Array,
  run: Run,
): Promise<void> {
  const mirror = await synchronised(request, ports, account, days);
  if (days.length === 0) return;
  await bookEach(request, ports, { account, mirror }, days, run);
  if (mirror !== null) await handOver({ ...ports, ...mirror, account: account.name });
}

/** One session after the other. */
async function bookEach(
  request: PaperRequest,
  ports: PaperPorts,
  { account, mirror }: { readonly account: Account; readonly mirror: Mirror | null },
  days: Int32Array,
  run: Run,
): Promise<void> {
  const { ledger, tell } = ports;
  const steppable = await prepare({ ...request, account, days }, ports);
  const rebuilt = await rebuildBook(ledger, account, ports);
  if (rebuilt !== null) tell({ type: 'paper-rebuilt', sessions: rebuilt });
  const broker = new SimulatedBroker(ledger, account.name);
  const now = () => ports.now().toISOString();
  const context = { ledger, broker, mirror, account, clock: request.clock.kind, run: run.id, now };
  for (const day of days) {
    // A signal is only heard when the event loop turns.
    await new Promise((resolve) => setImmediate(resolve));
    if (ports.signal.aborted)
      throw new Interrupted('paper', `${run.booked} sessions are booked; the same command goes on`);
    verifyReached(steppable.market, day);
    const at = steppable.market.sessions.indexOf(day);
    verifyComplete(steppable.market, eligibleBefore(ledger, account.name), request.limits.leastBars);
    verifyFresh(steppable.market, at, request.limits);
    const session = await bookSession(context, steppable, at);
    tell(session === null ? { type: 'paper-booked-elsewhere', day: toIsoDay(day) } : told(session, !request.dryRun));
    if (session !== null && mirror !== null) tellMissed({ ledger, tell, account: account.name }, session.day);
    if (session !== null && !request.dryRun) run.booked++;
  }
}

async function opened(request: PaperRequest, ports: PaperPorts): Promise<Account> {
  const { plan, account: name, config } = request;
  const predictions = request.predictions ?? 'model';
  const models = predictions === 'model' ? await trainedModels(plan, ports) : [];
  const account: Account = { name, plan: plan.hash, predictions, capital: plan.paper.capital, config };
  await ports.ledger.transaction(() => {
    // Another scheduler may have opened it while the model was trained.
    if (findAccount(ports.ledger, name) === null) {
      openAccount(ports.ledger, account, plan, models, ports.now().toISOString());
    }
  });
  return findAccount(ports.ledger, name) ?? account;
}

function verifyFollowed(account: Account, plan: Plan, { predictions }: PaperRequest): void {
  if (account.plan !== plan.hash) {
    throw new UserError(
      'paper-other-strategy',
      `the account ${account.name} follows plan ${account.plan.slice(0, 12)}, and ${plan.strategy} is now plan ` +
        `${plan.hash.slice(0, 12)}`,
      [
        `\`strat account migrate FILE --account ${account.name}\` shows what differs`,
        'trade the new strategy in an account of its own: `--account NAME`',
      ],
    );
  }
  if (predictions === null || predictions === account.predictions) return;
  throw new UserError(
    'paper-other-strategy',
    `the account ${account.name} was opened with predictions of the kind \`${account.predictions}\``,
    [`leave out \`--predictions ${predictions}\`, or open another account`],
  );
}

/** Of the days before the test window the model has seen the answers. */
function verifyNotEarly({ split, strategy }: Plan, day: number): void {
  const { from } = booked(split);
  if (toIsoDay(day) >= from) return;
  throw new UserError(
    'paper-too-early',
    `${toIsoDay(day)} lies before the test window of ${strategy}, which begins on ${from}: its model has learnt from it`,
    [`begin on ${from} or later`],
  );
}

function equityOf(ledger: Ledger, { name }: Account): number | null {
  const sql = 'SELECT equity FROM sessions WHERE account = ? ORDER BY number DESC LIMIT 1';
  return ledger.get<{ equity: number }>(sql, name)?.equity ?? null;
}

function told(session: BookedSession, isBooked: boolean): PaperEvent {
  const { day, number, snapshot, run, equity, holding, fill, executions, orders, stops, stopped } = session;
  const held = Array.from(fill?.held ?? []);
  return {
    ...{ type: 'paper-session', day, number, snapshot, run, equity, stopped, booked: isBooked },
    net: holding?.net ?? null,
    turnover: fill?.turnover ?? null,
    cost: fill?.cost ?? null,
    longs: held.filter((weight) => weight > 0).length,
    shorts: held.filter((weight) => weight < 0).length,
    fills: executions.length,
    waiting: orders.filter(({ id }) => !session.outcomes.has(id)).length,
    stops: stops.map(({ text }) => text),
  };
}
