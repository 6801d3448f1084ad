/** A source that answers garbage one evening: nothing is booked of it, and once it is mended nothing has happened. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromIsoDay, type Market, toIsoDay } from '../../../runtime/market.ts';
import type { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import { marketRequest } from '../../../runtime/ports.ts';
import { smallStrategy } from '../../support/command.ts';
import { openData } from '../../support/fileMarket.ts';
import { eveningOf } from '../../support/liveMarket.ts';
import { compiled, PaperDesk } from '../../support/paper.ts';
import { contents } from '../../support/paperLedger.ts';

const EVENINGS = ['2022-01-03', '2022-01-04', '2022-01-05', '2022-01-06'];
const HEAD = 'ticker,date,open,high,low,close,volume';
const CONFIG = 'source: csv\nbars: { path: bars.csv, close_adjusted_for: splits_and_dividends }';

let market: Market;
const desks: PaperDesk[] = [];
beforeEach(async () => {
  const made = await PaperDesk.open();
  desks.push(made);
  market ??= await made.data.load(marketRequest(made.plan), { emit() {} });
});
afterEach(() => {
  for (const desk of desks.splice(0)) desk.remove();
});

/** Of the made-up market as a file of bars. */
function rowsUntil(day: string): string[] {
  const { bars, tickers, sessions } = market;
  return tickers.flatMap((ticker, i) =>
    Array.from(sessions, (session, t) => {
      const cell = i * sessions.length + t;
      const figures = [bars.open, bars.high, bars.low, bars.close, bars.volume].map((panel) => panel[cell]!);
      if (session > fromIsoDay(day) || figures.some(Number.isNaN)) return null;
      return [ticker, toIsoDay(session), ...figures].join(',');
    }).filter((row) => row !== null),
  );
}

async function newDesk(): Promise<PaperDesk> {
  const desk = await PaperDesk.open();
  desks.push(desk);
  const [first] = market.tickers;
  desk.plan = compiled(
    smallStrategy({
      'members    sp500 as of each session': 'members    all as of each session',
      'benchmark  SPY': `benchmark  ${first}`,
    }),
  );
  return desk;
}

async function evening(desk: PaperDesk, day: string, text: string): Promise<void> {
  writeFileSync(join(desk.folder, 'bars.csv'), text);
  desk.data = await openData(CONFIG, desk.folder);
  await desk.invoke({ clock: eveningOf(fromIsoDay(day)) });
}

const whole = (day: string) => `${[HEAD, ...rowsUntil(day)].join('\n')}\n`;

/** The rows of one day are made others. */
function changed(day: string, change: (cells: string[], row: number) => string[]): string {
  let row = 0;
  const rows = rowsUntil(day).map((line) => {
    const cells = line.split(',');
    return (cells[1] === day ? change(cells, row++) : cells).join(',');
  });
  return `${[HEAD, ...rows].join('\n')}\n`;
}

/** What a source may hand over instead of the third evening's bars. */
const GARBAGE: Readonly<Record<string, (day: string) => string>> = {
  'NaN for every price': (day) => changed(day, ([ticker, date]) => [ticker!, date!, 'NaN', 'NaN', 'NaN', 'NaN', '0']),
  'prices below zero': (day) =>
    changed(day, ([ticker, date, ...rest]) => [ticker!, date!, ...rest.map((x) => `-${x}`)]),
  zeros: (day) => changed(day, ([ticker, date]) => [ticker!, date!, '0', '0', '0', '0', '0']),
  'infinite prices': (day) => changed(day, ([ticker, date]) => [ticker!, date!, 'inf', 'inf', 'inf', 'inf', '1']),
  'prices in cents': (day) =>
    changed(day, ([ticker, date, ...rest]) => [ticker!, date!, ...rest.map((x) => String(100 * Number(x)))]),
  words: (day) => changed(day, ([ticker, date]) => [ticker!, date!, 'n/a', '#REF!', 'busy', 'later', '']),
  'each bar twice': (day) =>
    whole(day) +
    rowsUntil(day)
      .filter((row) => row.includes(day))
      .join('\n'),
  'a file cut off in the middle of a row': (day) => whole(day).slice(0, Math.floor(whole(day).length * 0.77) + 3),
  'a file that lacks the last quarter of the stocks': (day) =>
    `${[HEAD, ...rowsUntil(day).filter((row) => row < market.tickers[18]!)].join('\n')}\n`,
  'a file of nothing': () => '',
  'a page that says to come back later': () => '<!DOCTYPE html>\n<html><body>503 Service Unavailable</body></html>\n',
  'no bar of the day': () => whole(EVENINGS[1]!),
};

test('whatever it is, nothing is booked of it, and afterwards nothing has happened', { timeout: 120_000 }, async () => {
  const [desk, undisturbed] = [await newDesk(), await newDesk()];
  for (const day of EVENINGS.slice(0, 2)) await evening(desk, day, whole(day));
  const third = EVENINGS[2]!;
  const before = desk.read(contents);
  const told: Record<string, string> = {};
  for (const [name, make] of Object.entries(GARBAGE)) {
    const error: unknown = await evening(desk, third, make(third)).then(
      () => 'booked',
      (thrown: unknown) => thrown,
    );
    told[name] = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    expect(desk.read(contents)).toEqual(before);
  }
  expect(told).toMatchInlineSnapshot(`
    {
      "NaN for every price": "paper-data-old",
      "a file cut off in the middle of a row": "unreadable-file",
      "a file of nothing": "unreadable-file",
      "a file that lacks the last quarter of the stocks": "paper-data-old",
      "a page that says to come back later": "no-such-column",
      "each bar twice": "duplicate-bars",
      "infinite prices": "wrong-type",
      "no bar of the day": "paper-data-old",
      "prices below zero": "bad-bars",
      "prices in cents": "paper-quality",
      "words": "wrong-type",
      "zeros": "bad-bars",
    }
  `);
  for (const day of EVENINGS.slice(2)) await evening(desk, day, whole(day));
  for (const day of EVENINGS) await evening(undisturbed, day, whole(day));
  expect(desk.read(contents)).toEqual(undisturbed.read(contents));
});

test('a bar of tomorrow is not read today', { timeout: 60_000 }, async () => {
  const [desk, undisturbed] = [await newDesk(), await newDesk()];
  const tomorrow = (day: string) => EVENINGS[EVENINGS.indexOf(day) + 1]!;
  for (const day of EVENINGS.slice(0, 3)) {
    await evening(desk, day, whole(tomorrow(day)));
    await evening(undisturbed, day, whole(day));
  }
  const figures = (ledger: Ledger) => ({
    sessions: ledger.all('SELECT day, equity, cash FROM sessions ORDER BY day'),
    targets: ledger.all('SELECT * FROM targets'),
    fills: ledger.all('SELECT * FROM fills'),
  });
  expect(desk.read(figures)).toEqual(undisturbed.read(figures));
});
