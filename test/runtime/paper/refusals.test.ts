/** When no session is booked, and what is said. After each refusal the ledger holds no session more than before. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BAR_FIELDS, fromIsoDay, type Market } from '../../../runtime/market.ts';
import { ALL_ACCOUNTS, askToResume, halt, liftHalt } from '../../../runtime/paper/ledger/accounts.ts';
import { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import { UserError } from '../../../runtime/ports.ts';
import { isTemporary } from '../../../runtime/problems/problems.ts';
import { smallStrategy } from '../../support/command.ts';
import { compiled, PaperDesk, replay } from '../../support/paper.ts';

const JANUARY = replay('2022-01-01', '2022-01-31');
const FEBRUARY = replay('2022-01-01', '2022-02-28');

let desk: PaperDesk;
beforeEach(async () => {
  desk = await PaperDesk.open();
  await desk.invoke({ clock: JANUARY });
});
afterEach(() => desk.remove());

async function expectRefused(
  code: string,
  request: Parameters<PaperDesk['invoke']>[0],
  meddle?: (ledger: Ledger) => void,
) {
  const before = sessions();
  await expect(desk.invoke(request, meddle)).rejects.toMatchObject({ code });
  expect(sessions()).toBe(before);
}

function sessions(): number {
  return desk.read((ledger) => ledger.get<{ n: number }>('SELECT count(*) AS n FROM sessions'))!.n;
}

/** The same data, but for what somebody does to the market. */
function withMarket(change: (market: Market) => Market): void {
  const { data } = desk;
  desk.data = { ...data, load: async (request, events) => change(await data.load(request, events)) };
}

test('another strategy than the account follows', async () => {
  await expectRefused('paper-other-strategy', { clock: FEBRUARY, plan: compiled(smallStrategy({ 'k = 3': 'k = 4' })) });
});

test('other predictions than the account was opened with', async () => {
  await expectRefused('paper-other-strategy', { clock: FEBRUARY, predictions: 'stored' });
});

test('folds that learn from what comes after', async () => {
  const text = smallStrategy().replace(
    /split \{[^}]*\}/,
    'split k_fold {\n    over 2021-01-01 .. 2022-03-31\n    folds 4\n  }',
  );
  await expectRefused('paper-split', { clock: FEBRUARY, plan: compiled(text), account: 'folds' });
});

test('days that the model has learnt from', async () => {
  await expectRefused('paper-too-early', { clock: replay('2021-11-01', '2022-01-31'), account: 'early' });
});

test('a halt of the account, and one of all', async () => {
  for (const scope of ['desk', ALL_ACCOUNTS]) {
    await expectRefused('paper-halted', { clock: FEBRUARY }, (ledger) =>
      halt(ledger, { scope, reason: 'a test', since: 'now' }),
    );
    const ledger = Ledger.open(desk.file);
    expect(liftHalt(ledger, scope)).toBe(true);
    ledger.close();
  }
  await desk.invoke({ clock: FEBRUARY });
});

test('data that end before the session that is due', async () => {
  const day = fromIsoDay('2022-02-01');
  withMarket((market) => {
    const late = new Set([...market.tickers.keys()].filter((stock) => stock % 2 === 0));
    const bars = Object.fromEntries(
      BAR_FIELDS.map((field) => [
        field,
        market.bars[field].map((value, at) => {
          const stock = Math.floor(at / market.sessions.length);
          return late.has(stock) && market.sessions[at % market.sessions.length]! >= day ? Number.NaN : value;
        }),
      ]),
    ) as Market['bars'];
    return { ...market, bars };
  });
  await expectRefused('paper-data-old', { clock: FEBRUARY });
});

test('data of another market, which waiting does not mend', async () => {
  withMarket((market) => ({
    ...market,
    tickers: market.tickers.map((ticker, i) => (i % 3 === 0 ? ticker : `${ticker}2`)),
  }));
  await expectRefused('paper-other-data', { clock: FEBRUARY });
  expect(isTemporary('paper-other-data')).toBe(false);
});

test('bars that the rules of quality find wrong', async () => {
  const day = fromIsoDay('2022-02-01');
  withMarket((market) => ({
    ...market,
    quality: {
      tickers: 24,
      bars: 1,
      rules: [],
      findings: market.tickers.slice(0, 5).map((ticker) => {
        return { rule: 'stale', ticker, from: day, to: day, bars: 1, value: null, limit: null, detail: 'for the test' };
      }),
    },
  }));
  await expectRefused('paper-quality', { clock: FEBRUARY });
});

test('a source that fails, or answers with another calendar', async () => {
  const { data } = desk;
  desk.data = { ...data, load: async () => Promise.reject(new UserError('no-sessions', 'nothing there')) };
  await expectRefused('no-sessions', { clock: FEBRUARY });
});

test('a broker that holds something else', async () => {
  await expectRefused('paper-positions-differ', { clock: FEBRUARY }, (ledger) =>
    ledger.run(
      'UPDATE broker_positions SET quantity = quantity * 1.000001 WHERE ticker = (SELECT min(ticker) FROM broker_positions)',
    ),
  );
});

test('cash that is not what equity leaves', async () => {
  await expectRefused('paper-equity-differs', { clock: FEBRUARY }, (ledger) =>
    ledger.run('UPDATE broker_accounts SET cash = cash + 0.01'),
  );
});

test('a model that was deleted', async () => {
  await expectRefused('paper-no-model', { clock: FEBRUARY }, (ledger) => ledger.run("UPDATE models SET key = 'gone'"));
});

test('stored predictions that nobody has made', async () => {
  await expectRefused('paper-no-predictions', { clock: JANUARY, account: 'stored', predictions: 'stored' });
});

test('another clock than the last session was booked by', async () => {
  const evening = { kind: 'live', now: Date.parse('2022-02-01T22:00:00Z'), arrival: 0 } as const;
  await expectRefused('paper-other-clock', { clock: evening });
});

test('a clock set back finds nothing due', async () => {
  const before = sessions();
  const yesterday = { kind: 'live', now: Date.parse('2022-01-20T22:00:00Z'), arrival: 0 } as const;
  await desk.invoke({ clock: yesterday, changeClock: true });
  expect(desk.told.at(-1)).toMatchObject({ type: 'paper-finished', booked: 0 });
  expect(sessions()).toBe(before);
});

test('a book that a stop sent to cash stays there until it is resumed by hand, and then goes on', async () => {
  const text = smallStrategy({ 'limit weight 40%': 'limit weight 40%\n    stop when drawdown > 0.1% then flatten' });
  const plan = compiled(text);
  await desk.invoke({ clock: JANUARY, plan, account: 'stopped' });
  const held = () =>
    desk.read((ledger) =>
      ledger.get<{ day: string; stopped: number; positions: number; by_hand: number }>(
        `SELECT day, stopped, by_hand, (SELECT count(*) FROM positions WHERE session = id) AS positions FROM sessions
         WHERE account = 'stopped' ORDER BY number DESC LIMIT 1`,
      ),
    );
  expect(held()).toEqual({ day: '2022-01-31', stopped: 1, positions: 0, by_hand: 0 });
  await desk.invoke({ clock: FEBRUARY, plan, account: 'stopped', until: fromIsoDay('2022-02-01') }, (ledger) =>
    askToResume(ledger, 'stopped', 'now'),
  );
  expect(held()).toMatchObject({ day: '2022-02-01', stopped: 0, by_hand: 1 });
  await desk.invoke({ clock: FEBRUARY, plan, account: 'stopped', until: fromIsoDay('2022-02-02') });
  const resumed = held()!;
  expect(resumed).toMatchObject({ day: '2022-02-02', by_hand: 0 });
  expect(resumed.positions).toBeGreaterThan(0);
});
