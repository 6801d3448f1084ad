/**
 * Answers of a pull under way, a file each, so that a pull that was killed goes on behind the last of them. They are
 * for one snapshot and one feed; those of another are dropped.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, replaceFile } from '../artifacts/folders.ts';
import type { FeedRequest, TickerHistory } from '../feeds/feed.ts';
import type { Duck } from '../sources/files/duck.ts';
import { literal } from '../sources/files/duck.ts';
import type { StorePlaces } from './layout.ts';

const HEADER = 'pull.json';

interface Header {
  /** Id of the snapshot that the answers are added to. */
  readonly base: string | null;
  readonly feed: string;
}

/** What is kept of an answer: bars from `coversFrom` on, where those before are kept as they are. */
export interface Answered {
  readonly asked: FeedRequest;
  readonly coversFrom: string;
  readonly coversTo: string;
  /** Why the ticker was pulled whole although it was kept; null: it was not. */
  readonly reason: string | null;
}

/** Columns of a journal file that DuckDB reads. */
const COLUMNS = `{
  ticker: 'VARCHAR', identity: 'VARCHAR', currency: 'VARCHAR', exchange: 'VARCHAR', time_zone: 'VARCHAR',
  covers_from: 'DATE', covers_to: 'DATE', days: 'INTEGER[]',
  open: 'DOUBLE[]', high: 'DOUBLE[]', low: 'DOUBLE[]', close: 'DOUBLE[]', volume: 'DOUBLE[]',
  splits: 'STRUCT(day INTEGER, ratio DOUBLE)[]', dividends: 'STRUCT(day INTEGER, amount DOUBLE)[]' }`;

export class Journal {
  private readonly places: StorePlaces;
  /** By ticker. */
  readonly answered = new Map<string, Answered>();

  private constructor(places: StorePlaces) {
    this.places = places;
  }

  static async open(places: StorePlaces, header: Header): Promise<Journal> {
    const journal = new Journal(places);
    const found = await readJson<Header>(join(places.journal, HEADER));
    if (found?.base === header.base && found.feed === header.feed) {
      await journal.readAnswered();
      return journal;
    }
    await journal.remove();
    await ensureFolder(places.journal);
    await replaceFile(join(places.journal, HEADER), Buffer.from(JSON.stringify(header)));
    return journal;
  }

  private async readAnswered(): Promise<void> {
    for (const name of await readdir(this.places.journal)) {
      if (name === HEADER || !name.endsWith('.json')) continue;
      const entry = await readJson<Answered>(join(this.places.journal, name));
      if (entry === null) continue;
      const { asked, coversFrom, coversTo, reason } = entry;
      this.answered.set(asked.ticker, { asked, coversFrom, coversTo, reason });
    }
  }

  /** Whether a request has its answer already. */
  covers({ ticker, from, to }: FeedRequest): boolean {
    const found = this.answered.get(ticker);
    return found !== undefined && found.asked.from <= from && found.asked.to >= to;
  }

  async add(answered: Answered, history: TickerHistory): Promise<void> {
    const { asked, coversFrom, coversTo } = answered;
    const { identity, currency, exchange, timeZone, days, splits, dividends } = history;
    const entry = {
      ...answered,
      ...{ ticker: asked.ticker, identity, currency, exchange, time_zone: timeZone },
      ...{ covers_from: coversFrom, covers_to: coversTo, days: [...days] },
      ...{ open: [...history.open], high: [...history.high], low: [...history.low] },
      ...{ close: [...history.close], volume: [...history.volume], splits, dividends },
    };
    // JSON has no NaN: it is written as null, which is how a table says missing, too.
    await replaceFile(this.place(asked.ticker), Buffer.from(JSON.stringify(entry)));
    this.answered.set(asked.ticker, answered);
  }

  /** Into the stage, all at once. */
  async stage(duck: Duck): Promise<void> {
    if (this.answered.size === 0) return;
    const files = [...this.answered.keys()].sort().map((ticker) => literal(this.place(ticker)));
    const from = `read_json([${files.join(', ')}], columns = ${COLUMNS})`;
    const day = (column: string) => `DATE '1970-01-01' + ${column}`;
    const event = (list: string, split: string, dividend: string) =>
      `SELECT ticker, ${day('e.day')}, ${split}, ${dividend} FROM (SELECT ticker, unnest(${list}) AS e FROM ${from})`;
    await duck.run(
      `INSERT INTO staged_listing SELECT ticker, identity, currency, exchange, time_zone, covers_from, covers_to FROM ${from}`,
    );
    await duck.run(
      `INSERT INTO staged_bars SELECT ticker, ${day('unnest(days)')}, unnest(open), unnest(high), unnest(low), ` +
        `unnest(close), unnest(volume) FROM ${from}`,
    );
    await duck.run(`INSERT INTO staged_actions ${event('splits', 'e.ratio', 'NULL')}`);
    await duck.run(`INSERT INTO staged_actions ${event('dividends', 'NULL', 'e.amount')}`);
  }

  async remove(): Promise<void> {
    await rm(this.places.journal, { recursive: true, force: true });
  }

  /** A ticker need not be a file's name. */
  private place(ticker: string): string {
    return join(this.places.journal, `${createHash('sha256').update(ticker).digest('hex').slice(0, 32)}.json`);
  }
}

async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return null;
  }
}
