/** The journal of an account: exactly one entry for each session, the same whenever it is written. */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { keepJournal } from '../../../runtime/monitoring/journal.ts';
import { journalEntry } from '../../../runtime/monitoring/journalEntry.ts';
import { monitoringPlaces } from '../../../runtime/monitoring/places.ts';
import type { JournalDetails, JournalSession } from '../../../runtime/paper/ledger/journal.ts';
import { smallStrategy } from '../../support/command.ts';
import { PaperDesk, replay } from '../../support/paper.ts';

const STOP = { 'risk {': 'risk {\n    stop when drawdown > 1% then flatten, resume after 3d' };

let desk: PaperDesk;
beforeAll(async () => {
  desk = await PaperDesk.open(smallStrategy(STOP));
  await desk.invoke({ clock: replay('2022-01-01', '2022-03-10') });
});
afterAll(() => desk.remove());

const journals = () => join(dirname(desk.file), 'journal');
beforeEach(() => rmSync(journals(), { recursive: true, force: true }));

const keep = (anew = false) =>
  desk.read((ledger) => keepJournal(ledger, 'desk', monitoringPlaces(dirname(desk.file)), anew));
const read = (month: string) => readFileSync(join(journals(), `desk-${month}.md`), 'utf8');
const days = (month: string) => [...read(month).matchAll(/^## (.+)$/gm)].map(([, day]) => day);

test('a file for each month, an entry for each session, private', () => {
  keep();
  expect(readdirSync(journals())).toEqual(['desk-2022-01.md', 'desk-2022-02.md', 'desk-2022-03.md']);
  const booked = desk.read((ledger) => ledger.all<{ day: string }>('SELECT day FROM sessions ORDER BY number'));
  expect([...days('2022-01'), ...days('2022-02'), ...days('2022-03')]).toEqual(booked.map(({ day }) => day));
  expect(statSync(journals()).mode & 0o777).toBe(0o700);
  expect(statSync(join(journals(), 'desk-2022-01.md')).mode & 0o777).toBe(0o600);
});

test('written again, nothing is added; entries that lack are, to the same text; what people wrote stays', () => {
  keep();
  const whole = read('2022-03');
  expect(keep()).toEqual([]);
  const cut = whole.slice(0, whole.indexOf('## 2022-03-08'));
  writeFileSync(join(journals(), 'desk-2022-03.md'), cut);
  expect(keep()).toEqual([join(journals(), 'desk-2022-03.md')]);
  expect(read('2022-03')).toBe(whole);
  writeFileSync(join(journals(), 'desk-2022-03.md'), `${cut}My own words.\n`);
  keep();
  expect(read('2022-03')).toContain('My own words.\n\n## 2022-03-08\n');
});

test('after months in which nobody wrote it, all that lack are there; anew, it is as it was', () => {
  keep();
  const before = ['2022-01', '2022-02', '2022-03'].map(read);
  rmSync(join(journals(), 'desk-2022-02.md'));
  rmSync(join(journals(), 'desk-2022-03.md'));
  keep();
  expect(['2022-01', '2022-02', '2022-03'].map(read)).toEqual(before);
  writeFileSync(join(journals(), 'desk-2022-01.md'), 'spoilt');
  keep(true);
  expect(['2022-01', '2022-02', '2022-03'].map(read)).toEqual(before);
});

test('figures are those of the ledger; a stop is told on its day', () => {
  keep();
  const { day, equity } = desk.read((ledger) =>
    ledger.get<{ day: string; equity: number }>('SELECT day, equity FROM sessions JOIN stops ON session = id LIMIT 1'),
  )!;
  const entry = read(day.slice(0, 7))
    .split('\n## ')
    .find((text) => text.startsWith(day))!;
  expect(entry).toContain(
    `equity **${equity.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} USD**`,
  );
  expect(entry).toContain('**stop** `drawdown > 1%` sent the book to cash');
  expect(entry).toContain('in cash until it is resumed');
});

const SESSION: JournalSession = {
  ...{ id: 1, day: '2026-03-02', clock: 'live', plan: 'abcdef0123456789', snapshot: '0123456789abcdef' },
  ...{
    equity: 990_000,
    cash: 12.5,
    peak: 1_000_000,
    stopped: 0,
    byHand: 0,
    gross: -0.004,
    net: -0.0041,
    costs: 0.0001,
  },
  ...{ decided: '2026-02-27', kind: 'rebalance', whyNot: null, scale: 0.8, turnover: 0.125, cost: 0.00011 },
};

const DETAILS: JournalDetails = {
  fills: [{ ticker: 'AAPL', quantity: -10.5, price: 200, value: -2100, held: 0.04 }],
  ...{ unpriced: ['ZZZ'], waiting: 1, longs: 2, shorts: 1, stops: [] },
  readings: [
    { text: 'drawdown > 8%', reads: 'drawdown', comparison: '>', figure: 0.06, limit: 0.08 },
    { text: 'drawdown > 12%', reads: 'drawdown', comparison: '>', figure: 0.06, limit: 0.12 },
    { text: 'sharpe(60d) < 0.5', reads: 'sharpe', comparison: '<', figure: null, limit: 0.5 },
    { text: 'day_return < -0.05', reads: 'day_return', comparison: '<', figure: -0.04, limit: -0.05 },
    { text: 'sharpe(20d) < 0', reads: 'sharpe', comparison: '<', figure: 0.125, limit: 0 },
  ],
  cuts: [{ ticker: 'AAPL', by: 'weight', figure: 0.052, most: 0.04, before: 0.052, after: 0.04 }],
  findings: [{ rule: 'jumps', ticker: 'MSFT', detail: 'close rises by 300%' }],
};

test('an entry, as it is read', () => {
  expect(journalEntry(SESSION, DETAILS)).toMatchInlineSnapshot(`
    "## 2026-03-02

    equity **990,000.00 USD**, net -0.41% (gross -0.40%, costs 1.0 bps), drawdown -1.00%, cash 12.50 USD

    1 fill of what was decided on 2026-02-27: turnover 12.50%, cost 1.1 bps. The book was scaled by 0.800. Held after it: 2 long, 1 short.

    | traded | units | adjusted price | USD | weight after |
    |---|--:|--:|--:|--:|
    | AAPL | -10.50 | 200.00 | -2100.00 | 4.00% |

    - not traded for want of a price: ZZZ
    - 1 order waits for the next prices
    - limit \`weight\` cut AAPL from 5.20% to 4.00%
    - data quality: \`jumps\` in MSFT: close rises by 300%
    - near: \`drawdown > 8%\` reads 6.00%, 75% of the way to 8.00%
    - near: \`day_return < -0.05\` reads -4.00%, 80% of the way to -5.00%
    - near: \`sharpe(20d) < 0\` reads 0.13, 88% of the way to 0.00

    plan abcdef012345, data 0123456789ab, live clock
    "
  `);
});

test('a session in which nothing happened says so', () => {
  const nothing = { ...SESSION, decided: null, turnover: null, net: null, gross: null, costs: null };
  const text = journalEntry(nothing, {
    ...DETAILS,
    fills: [],
    unpriced: [],
    waiting: 0,
    readings: [],
    cuts: [],
    findings: [],
  });
  expect(text).toContain('nothing was held before');
  expect(text).toContain('Nothing was due to be filled.');
  expect(text).not.toContain('- ');
});
