/**
 * `strat audit --paper`: everything an account has booked is computed again, through the engine, from the data of today
 * and the predictions that were recorded; every difference to the ledger is told with its cause.
 *
 * A session is held to what it was booked as. Causes are looked for where they can be: in the inputs that the ledger
 * recorded, against those of today. Once one session differs, those after it differ for that reason.
 */
import { sessionReader } from '../book/backtest.ts';
import { Book } from '../book/book.ts';
import { fromIsoDay, type Market, type Panel } from '../market.ts';
import { withTopMembers } from '../members.ts';
import { type EventSink, type MarketData, marketRequest } from '../ports.ts';
import { prepareBook } from '../stages/book.ts';
import { evaluateFeatures } from '../stages/features.ts';
import { adjustmentOf } from './keptBook.ts';
import { type Account, planOf } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { ClockKind } from './ledger/sessions.ts';
import { until } from './plan.ts';
import { underOtherRules } from './planChange.ts';
import { SessionRecorder } from './recorder.ts';

export type AuditCause =
  /** A bar that was missing is there now. */
  | 'late bar'
  /** A bar that was there is missing now. */
  | 'withdrawn bar'
  /** A price that was traded at is another now. */
  | 'revised bar'
  /** Who was eligible is not now, or the other way round: features or membership were revised. */
  | 'revised membership'
  /** Nothing that was recorded differs, and the figure by no more than arithmetic does. */
  | 'rounding'
  /** An earlier session differs, and this one goes on from it. */
  | 'carried over'
  /** None of these: a bug of ours, or a ledger that somebody has changed. */
  | 'unexplained';

export interface AuditDifference {
  readonly day: string;
  /** `net`, `cost`, `turnover`, `equity`, or `weight TICKER`. */
  readonly figure: string;
  readonly booked: number;
  readonly now: number;
  readonly cause: AuditCause;
  /** Whose bar it is, or the day it is carried over from. */
  readonly of: string | null;
}

export interface PaperAudit {
  readonly account: string;
  readonly sessions: number;
  readonly differences: readonly AuditDifference[];
  /** Whether every difference has a cause. */
  readonly ok: boolean;
}

interface BookedRow {
  readonly id: number;
  readonly day: string;
  readonly plan: string;
  readonly clock: ClockKind;
  readonly by_hand: number;
  readonly equity: number;
}

/** Of a figure: more than this cannot be the order of additions. */
const ROUNDING = 1e-9;

export async function auditPaper(
  ledger: Ledger,
  account: Account,
  { data, events }: { readonly data: MarketData; readonly events: EventSink },
): Promise<PaperAudit> {
  const rows = ledger.all<BookedRow>(
    'SELECT id, day, plan, clock, by_hand, equity FROM sessions WHERE account = ? ORDER BY number',
    account.name,
  );
  const differences: AuditDifference[] = [];
  /** Of a session before: windows of later ones reach it. */
  let earlier: Why | null = null;
  let book: Book | null = null;
  for (const part of samePlan(rows)) {
    const today = await readToday(ledger, account, part, data, events);
    const heard = new SessionRecorder();
    const next: Book = new Book(today.rules, today.market.tickers.length, heard);
    if (book !== null) next.restore(underOtherRules(book.save(), today.rules));
    book = next;
    for (const row of part) {
      const at = today.market.sessions.indexOf(fromIsoDay(row.day));
      heard.fill = null;
      heard.holding = null;
      book.step({ ...today.read(at), resume: row.by_hand === 1 });
      const here = revisionIn(ledger, row, today, at);
      const found = figuresOf(ledger, row, heard, book.equity, today.market.tickers);
      const first = differences.find(({ cause }) => cause !== 'rounding');
      const carried = first && ({ cause: 'carried over', of: first.day } as const);
      const why = here ?? carried ?? (found.every(isRounding) ? ROUNDED : (earlier ?? UNEXPLAINED));
      differences.push(...found.map((each) => ({ day: row.day, ...each, ...why })));
      earlier ??= here;
    }
  }
  const ok = differences.every(({ cause }) => cause !== 'unexplained');
  return { account: account.name, sessions: rows.length, differences, ok };
}

type Why = Pick<AuditDifference, 'cause' | 'of'>;

const UNEXPLAINED: Why = { cause: 'unexplained', of: null };
const ROUNDED: Why = { cause: 'rounding', of: null };

/** Sessions in a row that were decided by one plan. */
function samePlan(rows: readonly BookedRow[]): readonly (readonly BookedRow[])[] {
  const parts: BookedRow[][] = [];
  for (const row of rows) {
    const last = parts.at(-1);
    if (last !== undefined && last[0]!.plan === row.plan) last.push(row);
    else parts.push([row]);
  }
  return parts;
}

type Today = Awaited<ReturnType<typeof readToday>>;

/** What these sessions are stepped on by the data of today, and the predictions that were recorded. */
async function readToday(
  ledger: Ledger,
  account: Account,
  rows: readonly BookedRow[],
  data: MarketData,
  events: EventSink,
) {
  const last = rows.at(-1)!;
  const plan = until(planOf(ledger, last.plan), fromIsoDay(last.day), last.clock === 'live');
  const market = withTopMembers(plan, await data.load(marketRequest(plan), events));
  const features = evaluateFeatures(plan, market);
  const values = recordedPredictions(ledger, rows, market);
  const { rules, panels } = prepareBook({ plan, market, features, predictions: { values } });
  return { market, rules: { ...rules, capital: account.capital }, panels, read: sessionReader(panels) };
}

/** Those of these sessions, and of the ones before that their book looked back to. */
function recordedPredictions(ledger: Ledger, rows: readonly BookedRow[], { tickers, sessions }: Market): Panel {
  const stockOf = new Map(tickers.map((ticker, i) => [ticker, i]));
  const sessionOf = new Map(Array.from(sessions, (day, t) => [day, t]));
  const values = new Float64Array(tickers.length * sessions.length).fill(Number.NaN);
  const recorded = ledger.all<{ day: string; ticker: string; prediction: number }>(
    `SELECT day, ticker, inputs.prediction FROM inputs JOIN sessions ON id = session
       WHERE session IN (SELECT value FROM json_each(?)) AND inputs.prediction IS NOT NULL
     UNION ALL SELECT day, ticker, prediction FROM earlier_predictions WHERE session = ?`,
    ...[JSON.stringify(rows.map(({ id }) => id)), rows[0]!.id],
  );
  for (const { day, ticker, prediction } of recorded) {
    const [stock, session] = [stockOf.get(ticker), sessionOf.get(fromIsoDay(day))];
    if (stock !== undefined && session !== undefined) values[stock * sessions.length + session] = prediction;
  }
  return values;
}

type Found = Pick<AuditDifference, 'figure' | 'booked' | 'now'>;

function figuresOf(
  ledger: Ledger,
  row: BookedRow,
  { fill, holding }: SessionRecorder,
  equity: number,
  tickers: readonly string[],
): readonly Found[] {
  const ended = ledger.get<{ net: number; cost: number }>('SELECT net, cost FROM holdings WHERE session = ?', row.id);
  const filled = ledger.get<{ turnover: number }>('SELECT turnover FROM rebalances WHERE session = ?', row.id);
  const weights = ledger.all<{ ticker: string; held: number }>(
    'SELECT ticker, held FROM weights WHERE session = ?',
    row.id,
  );
  const booked = new Map(weights.map(({ ticker, held }) => [ticker, held]));
  const held = tickers.map((ticker, i) => ({
    figure: `weight ${ticker}`,
    booked: booked.get(ticker) ?? 0,
    now: fill?.held[i] ?? 0,
  }));
  return [
    { figure: 'net', booked: ended?.net ?? 0, now: holding?.net ?? 0 },
    { figure: 'cost', booked: ended?.cost ?? 0, now: holding?.cost ?? 0 },
    { figure: 'equity', booked: row.equity, now: equity },
    { figure: 'turnover', booked: filled?.turnover ?? 0, now: fill?.turnover ?? 0 },
    ...held,
  ].filter((each) => each.booked !== each.now);
}

function isRounding({ booked, now }: Found): boolean {
  return Math.abs(now - booked) <= ROUNDING * Math.max(1, Math.abs(booked));
}

interface RecordedInput {
  readonly ticker: string;
  readonly price: number | null;
  readonly factor: number | null;
  readonly eligible: number;
}

/** The first input that was another when the session was booked, by kind and then by ticker. */
function revisionIn(ledger: Ledger, row: BookedRow, { market, panels }: Today, at: number): Why | null {
  const inputs = ledger.all<RecordedInput>(
    'SELECT ticker, price, factor, eligible FROM inputs WHERE session = ?',
    row.id,
  );
  const recorded = new Map(inputs.map((input) => [input.ticker, input]));
  const causes = new Map<AuditCause, string>();
  const note = (cause: AuditCause, ticker: string) => void (causes.has(cause) || causes.set(cause, ticker));
  for (const [i, ticker] of market.tickers.entries()) {
    const cell = i * market.sessions.length + at;
    const was = recorded.get(ticker);
    const [price, before] = [panels.price[cell]!, was?.price ?? null];
    if (before === null && !Number.isNaN(price)) note('late bar', ticker);
    if (before !== null && Number.isNaN(price)) note('withdrawn bar', ticker);
    if (before !== null && !Number.isNaN(price)) {
      const [traded, tradedBefore] = [price / adjustmentOf(market, i, at), before / (was?.factor ?? 1)];
      if (Math.abs(traded - tradedBefore) > ROUNDING * Math.abs(tradedBefore)) note('revised bar', ticker);
    }
    if ((was?.eligible ?? 0) !== panels.eligible[cell]) note('revised membership', ticker);
  }
  for (const cause of ['revised bar', 'late bar', 'withdrawn bar', 'revised membership'] as const) {
    const of = causes.get(cause);
    if (of !== undefined) return { cause, of };
  }
  return null;
}
