/**
 * One epoch of S2 at full size, by the length of the history that it is trained on: 600 stocks of the synthetic market,
 * 500 of them members on any one day, or the market of the config that STRAT_S2_CONFIG names.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calendarNamed, sessionsOf } from '../../runtime/calendar/calendar.ts';
import { fromIsoDay, toIsoDay } from '../../runtime/market.ts';
import { benchFolder } from './benchmark.ts';
import type { TrainingSpeed } from './s2/trainChild.ts';
import type { Table } from './table.ts';

const HISTORIES = [500, 1000, 2000];
const BEGIN = '2008-01-01';
const LAST_OF_TRAIN = '2016-12-31';

const { STRAT_S2_CONFIG: config } = process.env;

export const tables: readonly Table[] = [
  {
    name: 's2-tables-history',
    about:
      `Training S2 (LSTM 14 → 128 × 2, window 90, batches of 8 sessions, ranking loss) on ${config ?? 'a synthetic market'}: ` +
      'a process from loading on.',
    columns: ['training sessions', 'sequences an epoch', 'sequences/s', 'minutes an epoch', 'memory'],
    async *rows(quick) {
      for (const sessions of HISTORIES) {
        const { sequences, sequencesPerSecond, peakMemory } = await train(sessions, quick ? 12 : 40);
        yield [
          sessions.toLocaleString('en-US'),
          sequences.toLocaleString('en-US'),
          Math.round(sequencesPerSecond).toLocaleString('en-US'),
          (sequences / sequencesPerSecond / 60).toFixed(1),
          `${(peakMemory / 1e9).toFixed(2)} GB`,
        ];
      }
    },
  },
];

async function train(sessions: number, seconds: number): Promise<TrainingSpeed> {
  const folder = await mkdtemp(join(tmpdir(), 'strat-s2-'));
  try {
    // In the project, where what it uses is found.
    const strategy = fileURLToPath(new URL('s2.strat', benchFolder));
    await mkdir(benchFolder, { recursive: true });
    await writeFile(strategy, s2(sessions));
    const market = join(folder, 'market.yaml');
    await writeFile(market, 'data:\n  source: synthetic\n  stocks: 600\n');
    const child = fileURLToPath(new URL('s2/trainChild.ts', import.meta.url));
    const args = [strategy, config === undefined ? market : resolve(config), `${seconds}`];
    const process = fork(child, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    let speed: TrainingSpeed | null = null;
    process.on('message', (message) => {
      speed = message as TrainingSpeed;
    });
    await once(process, 'exit');
    if (speed === null) throw new Error('training S2 failed');
    return speed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same data for each, so that only the length of train differs. */
function s2(sessions: number): string {
  const days = sessionsOf(calendarNamed('XNYS'), fromIsoDay(BEGIN), fromIsoDay(LAST_OF_TRAIN));
  return `use strategies.s2_filter_negative

strategy s2 extends s2_filter_negative {
  universe {
    period ${BEGIN} .. 2017-12-31
  }

  model lstm {
    epochs 1
  }

  split {
    train     ${toIsoDay(days.at(-sessions)!)} .. ${LAST_OF_TRAIN}
    validate  2017-01-01 .. 2017-06-30
    test      2017-07-01 .. 2017-12-31
  }
}
`;
}
