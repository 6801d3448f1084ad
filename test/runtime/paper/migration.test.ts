/** An account that follows another plan from its next session on. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changePlan, findAccount, modelsOf } from '../../../runtime/paper/ledger/accounts.ts';
import type { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
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

const CHANGES = {
  'other numbers': { 'k = 3': 'k = 5' },
  'a volatility target and stops where there were none': {
    'limit weight 40%': `target volatility 8% per year over 20d, scale 0.5 .. 2
    stop position when position_return < -1% then exit, resume after 5d
    stop when drawdown > 8% then flatten`,
  },
  'two portfolios instead of one': {
    'portfolio {': 'portfolio fast {\n    share 60%',
    'smooth ewma(0.15)\n  }':
      'smooth ewma(0.15)\n  }\n\n  portfolio slow {\n    share 40%\n    long top k by prediction gross 80%\n  }',
  },
};

test.each(Object.entries(CHANGES))('%s: the positions stay, and every figure goes on', async (_, changes) => {
  const plan = compiled(smallStrategy(changes));
  const migrate = (ledger: Ledger) => {
    const account = findAccount(ledger, 'desk')!;
    changePlan(ledger, account, plan, modelsOf(ledger, account), 'now');
  };
  // Units are those that were held before: reconciled before each session, and equity proven after it.
  await desk.invoke({ clock: FEBRUARY, plan }, migrate);
  const rows = desk.read((ledger) =>
    ledger.all<{ plan: string; sessions: number }>(
      'SELECT plan, count(*) AS sessions FROM sessions GROUP BY plan ORDER BY min(id)',
    ),
  );
  expect(rows).toEqual([
    { plan: desk.plan.hash, sessions: 20 },
    { plan: plan.hash, sessions: 19 }, // New York trades on 19 days of February 2022
  ]);
  expect(desk.read((ledger) => ledger.get('SELECT after, was, becomes FROM plan_changes'))).toEqual({
    after: '2022-01-31',
    was: desk.plan.hash,
    becomes: plan.hash,
  });
});
