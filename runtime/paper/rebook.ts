/**
 * What an account has booked, stepped through the engine once more, session by session, on the predictions that were
 * recorded: through changes of the plan, and resumes by hand.
 */
import { type BookPanels, sessionReader } from '../book/backtest.ts';
import { Book } from '../book/book.ts';
import type { BookRules, BookSession } from '../book/types.ts';
import { fromIsoDay, type Market, type Panel } from '../market.ts';
import { withTopMembers } from '../members.ts';
import { type EventSink, type MarketData, marketRequest } from '../ports.ts';
import { prepareBook } from '../stages/book.ts';
import { evaluateFeatures } from '../stages/features.ts';
import { adjustmentOf, carryOver, type KeptBook, keepBook } from './keptBook.ts';
import { type Account, planOf } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { ClockKind } from './ledger/sessions.ts';
import { until } from './plan.ts';
import { underOtherRules } from './planChange.ts';
import { SessionRecorder } from './recorder.ts';

export interface BookedRow {
  readonly id: number;
  readonly day: string;
  readonly plan: string;
  readonly clock: ClockKind;
  readonly by_hand: number;
  readonly equity: number;
}

/** What a session was computed from, as it was known then. */
export interface RecordedInput {
  readonly ticker: string;
  /** Adjusted, at the instant at which orders fill. */
  readonly price: number | null;
  /** Adjusted over traded close. */
  readonly factor: number | null;
  readonly eligible: number;
}

/** One session, booked again. */
export interface Rebooked {
  readonly row: BookedRow;
  readonly today: Today;
  /** Its index in the market of today. */
  readonly at: number;
  readonly inputs: ReadonlyMap<string, RecordedInput>;
  readonly heard: SessionRecorder;
  /** After it. */
  readonly kept: KeptBook;
}

/** The data of today, of sessions that were decided by one plan. */
export interface Today {
  readonly market: Market;
  readonly rules: BookRules;
  readonly panels: BookPanels;
  read(session: number): BookSession;
}

export interface RebookPorts {
  readonly data: MarketData;
  readonly events: EventSink;
}

/** @param on prices and eligibility: those of the data of today, or those that were recorded */
export async function* rebook(
  ledger: Ledger,
  account: Account,
  ports: RebookPorts,
  on: 'today' | 'recorded',
): AsyncGenerator<Rebooked> {
  const rows = ledger.all<BookedRow>(
    'SELECT id, day, plan, clock, by_hand, equity FROM sessions WHERE account = ? ORDER BY number',
    account.name,
  );
  let kept: KeptBook | null = null;
  for (const part of samePlan(rows)) {
    const today = await readToday(ledger, account, part, ports);
    const { market, rules } = today;
    const heard = new SessionRecorder();
    const book: Book = new Book(rules, market.tickers.length, heard);
    if (kept !== null) book.restore(underOtherRules(carryOver(kept, market).book, rules));
    for (const row of part) {
      const at = market.sessions.indexOf(fromIsoDay(row.day));
      const inputs = inputsOf(ledger, row);
      const read = today.read(at);
      const session = on === 'recorded' ? asRecorded(read, inputs, market, at) : read;
      heard.fill = null;
      heard.holding = null;
      book.step({ ...session, resume: row.by_hand === 1 });
      kept = keepBook(book.save(), kept, market, session.price, at);
      yield { row, today, at, inputs, heard, kept };
    }
  }
}

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

async function readToday(
  ledger: Ledger,
  account: Account,
  rows: readonly BookedRow[],
  { data, events }: RebookPorts,
): Promise<Today> {
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

function inputsOf(ledger: Ledger, { id }: BookedRow): ReadonlyMap<string, RecordedInput> {
  const inputs = ledger.all<RecordedInput>('SELECT ticker, price, factor, eligible FROM inputs WHERE session = ?', id);
  return new Map(inputs.map((input) => [input.ticker, input]));
}

/** The session as it was seen when it was booked, at the level to which prices are adjusted today. */
function asRecorded(
  session: BookSession,
  inputs: ReadonlyMap<string, RecordedInput>,
  market: Market,
  at: number,
): BookSession {
  const recorded = market.tickers.map((ticker) => inputs.get(ticker));
  const price = Float64Array.from(recorded, (input, i) => {
    if (input === undefined || input.price === null) return Number.NaN;
    const now = adjustmentOf(market, i, at);
    const isSame = input.factor === null || input.factor === now || Number.isNaN(now);
    return isSame ? input.price : (input.price / input.factor!) * now;
  });
  const traded = Float64Array.from(recorded, (input) => (input?.price ?? Number.NaN) / (input?.factor ?? 1));
  return {
    ...session,
    price,
    rawPrice: session.rawPrice && traded,
    eligible: Uint8Array.from(recorded, (input) => input?.eligible ?? 0),
  };
}
