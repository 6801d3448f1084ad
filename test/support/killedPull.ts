/**
 * A process that pulls and kills itself at a step: `node killedPull.ts ROOT TO STEP`, where STEP counts from 0 and -1
 * is none; or that takes the lock and holds it, `node killedPull.ts ROOT hold`. Says each step, and in the end the id.
 */
import { setTimeout } from 'node:timers/promises';
import { fromIsoDay } from '../../runtime/market.ts';
import { placesOf } from '../../runtime/store/layout.ts';
import { withLock } from '../../runtime/store/lock.ts';
import { pull } from '../../runtime/store/pull.ts';
import { rising, ScriptedFeed } from './scriptedFeed.ts';

const DAYS = ['2023-12-28', '2023-12-29', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08'];

const [root = '', to = '', kill = '-1'] = process.argv.slice(2);
const places = placesOf(root);
const now = () => new Date('2024-06-30T22:00:00Z');

if (to === 'hold') {
  await withLock(places, now, async () => {
    process.stdout.write('held\n');
    await setTimeout(60_000);
  });
}

const feed = new ScriptedFeed({
  AAA: { bars: rising(DAYS, 100), dividends: [{ day: fromIsoDay('2024-01-03'), amount: 0.25 }] },
  BBB: { bars: rising(DAYS.slice(3), 50), splits: [{ day: fromIsoDay('2024-01-08'), ratio: 2 }] },
});
let steps = 0;
const step = (name: string) => {
  process.stdout.write(`step ${name}\n`);
  if (steps++ === Number(kill)) process.kill(process.pid, 'SIGKILL');
};
const signal = new AbortController().signal;
const { snapshot } = await pull(
  { places, feed, tickers: ['AAA', 'BBB'], window: { from: '2023-12-01', to }, overlap: 2, calendar: 'XNYS' },
  { emit: () => {}, signal, now, step },
);
process.stdout.write(
  `asked ${feed.asked.map(({ ticker, from }) => `${ticker} ${from}`).join(', ')}\nid ${snapshot?.id}\n`,
);
