/** A book that another version of the engine has saved is computed again from what was booked, and goes on as if nothing had happened. */
import { afterEach, expect, test } from 'vitest';
import { fromIsoDay } from '../../../runtime/market.ts';
import { askToResume, changePlan, findAccount, modelsOf } from '../../../runtime/paper/ledger/accounts.ts';
import type { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import { smallStrategy } from '../../support/command.ts';
import { compiled, PaperDesk, replay } from '../../support/paper.ts';
import { contents } from '../../support/paperLedger.ts';

const JANUARY = replay('2022-01-01', '2022-01-31');
const FEBRUARY = replay('2022-01-01', '2022-02-28');
const MARCH = replay('2022-01-01', '2022-03-31');

const STATEFUL = compiled(
  smallStrategy({
    'top k by prediction': 'top k by mean(prediction, 5d)',
    'limit weight 40%': `target volatility 8% per year over 20d, scale 0.5 .. 2
    stop position when position_return < -4% then exit, resume after 5d
    stop when drawdown > 1% then flatten
    limit weight 12%
    limit turnover 15%`,
  }),
);

let desks: PaperDesk[] = [];
afterEach(() => {
  for (const desk of desks) desk.remove();
  desks = [];
});

/** A session in January, another plan in February, a stop that is resumed by hand in March. */
async function history(last: (ledger: Ledger) => void): Promise<PaperDesk> {
  const desk = await PaperDesk.open();
  desks.push(desk);
  await desk.invoke({ clock: JANUARY });
  await desk.invoke({ clock: FEBRUARY, plan: STATEFUL }, (ledger) => {
    const account = findAccount(ledger, 'desk')!;
    changePlan(ledger, account, STATEFUL, modelsOf(ledger, account), 'now');
    askToResume(ledger, 'desk', 'now');
  });
  await desk.invoke({ clock: MARCH, plan: STATEFUL, until: fromIsoDay('2022-03-15') });
  await desk.invoke({ clock: MARCH, plan: STATEFUL }, last);
  return desk;
}

/** As a version that knew no sleeves would have kept it. */
function forge(ledger: Ledger): void {
  ledger.run('UPDATE book_states SET json = json_set(json, \'$.book\', json(\'{"version": 1, "weights": []}\'))');
}

test('it goes on to the same ledger', async () => {
  const undisturbed = await history(() => {});
  const forged = await history(forge);
  expect(forged.told).toContainEqual({ type: 'paper-rebuilt', sessions: 50 });
  expect(undisturbed.told).not.toContainEqual(expect.objectContaining({ type: 'paper-rebuilt' }));
  expect(forged.read(contents)).toEqual(undisturbed.read(contents));
});

test('figures that come out otherwise than they were booked stop it, and nothing is changed', async () => {
  const meddled = history((ledger) => {
    forge(ledger);
    ledger.run(
      "UPDATE holdings SET net = net + 0.001 WHERE session = (SELECT id FROM sessions WHERE day = '2022-02-10')",
    );
  });
  await expect(meddled).rejects.toMatchObject({
    code: 'book-state-version',
    message: expect.stringContaining('net of 2022-02-10'),
  });
  expect(desks[0]!.read((ledger) => ledger.get('SELECT max(day) AS last FROM sessions'))).toEqual({
    last: '2022-03-15',
  });
});

test('prices that are adjusted to another level today: units and prices stay as they were booked', async () => {
  const desk = await PaperDesk.open();
  desks.push(desk);
  await desk.invoke({ clock: JANUARY });
  const { data } = desk;
  desk.data = {
    ...data,
    load: async (request, events) => {
      const market = await data.load(request, events);
      const bars = { ...market.bars };
      // As if a dividend had come: every price of the past is lower, and nothing that was paid.
      for (const field of ['open', 'high', 'low', 'close'] as const)
        bars[field] = bars[field].map((value) => value * 0.97);
      return { ...market, bars };
    },
  };
  await desk.invoke({ clock: FEBRUARY, until: fromIsoDay('2022-01-31') }, forge);
  await desk.invoke({ clock: FEBRUARY }, forge);
  expect(desk.told).toContainEqual({ type: 'paper-rebuilt', sessions: 20 });
  expect(desk.read((ledger) => ledger.get('SELECT count(*) AS n FROM sessions'))).toEqual({ n: 39 });
});
