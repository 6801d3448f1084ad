/**
 * Killed at any step, between the transactions too, an account that is held elsewhere gives every order once and loses none.
 * STRAT_KILLS says how often; few by default, to be quick.
 */
import { expect, test } from 'vitest';
import { random as randomOf } from '../../../../runtime/random.ts';
import { startEvening } from '../../../support/brokerProcess.ts';
import { FakeBroker } from '../../../support/fakeBroker.ts';
import { PaperDesk } from '../../../support/paper.ts';
import { contents } from '../../../support/paperLedger.ts';

const KILLS = Number(process.env.STRAT_KILLS ?? 4);
const EVENINGS = ['2022-01-03', '2022-01-04', '2022-01-05', '2022-01-06'];
/** More than an evening has. */
const STEPS = 260;

async function account(killAt: () => number) {
  const [desk, server] = [await PaperDesk.open(), await FakeBroker.start()];
  let kills = 0;
  try {
    for (const day of EVENINGS) {
      for (;;) {
        const { code, signal, stderr } = await startEvening(desk.folder, server.url, day, killAt());
        if (signal !== 'SIGKILL') {
          expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
          break;
        }
        kills++;
      }
      server.auction();
    }
    expect(new Set(server.arrived).size).toBe(server.arrived.length);
    return {
      kills,
      // But for the port that the broker listens on.
      ledger: { ...desk.read(contents), mirrors: null },
      arrived: [...server.arrived].sort(),
      there: [...server.positions].sort(),
    };
  } finally {
    desk.remove();
    server.stop();
  }
}

test(`killed ${KILLS} times, it gives the same orders once`, { timeout: 120_000 + KILLS * 15_000 }, async () => {
  const { kills: none, ...undisturbed } = await account(() => 0);
  expect(none).toBe(0);
  expect(undisturbed.arrived.length).toBeGreaterThan(10);
  const random = randomOf(3);
  for (let kills = 0; kills < KILLS; ) {
    const disturbed = await account(() => 1 + Math.floor(STEPS * random.uniform()));
    const { kills: some, ...left } = disturbed;
    expect(left).toEqual(undisturbed);
    kills += some;
  }
});
