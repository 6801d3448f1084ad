/**
 * What the two benchmarks of paper trading share: S2 on 500 stocks over five years of bars, an account that was opened the
 * evening before last, and an invocation as a scheduler makes it, from the start of its process on.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { barsFile, makeBarsFile } from './bars.ts';
import { benchFolder, type Timed } from './benchmark.ts';

export type Predicting = 'model' | 'stored';

const file = barsFile(500, 1260);
const root = fileURLToPath(new URL('../../', import.meta.url));
const strat = fileURLToPath(new URL('../../dist/strat.js', import.meta.url));
const places = (predicting: Predicting) => {
  const folder = fileURLToPath(new URL(`paper-${predicting}/`, benchFolder));
  return { folder, ledger: `${folder}ledger`, opened: `${folder}opened`, clock: `${folder}clock.mjs` };
};

const STRATEGY = `use strategies.s2_filter_negative

strategy paper_bench extends s2_filter_negative {
  universe {
    members    all as of each session
    benchmark  T0000
    period     ${file.period.from} .. ${file.period.to}
  }
  model lstm {
    epochs 1
  }
  split {
    allow windows_short "what is learnt is not looked at"
    train     2009-01-01 .. 2009-02-28
    validate  2009-03-01 .. 2009-03-31
    test      2009-10-01 .. ${file.period.to}
  }
}
`;

const CONFIG = `data:
  source: parquet
  bars: { path: ${JSON.stringify(file.path)}, close_adjusted_for: splits_and_dividends }
storage: { paper: ledger, artifacts: artifacts, runs: runs }
`;

/** The clock on the wall is an hour after a close, in winter. */
const OPENED = '2009-12-29T22:00:00Z';
const TIMED = '2009-12-30T22:00:00Z';

/** Trains, and books the first session. */
export async function preparePaper(predicting: Predicting): Promise<void> {
  if (!existsSync(strat)) throw new Error('dist/ is missing: run `npm run build` first');
  const { folder, ledger, opened, clock } = places(predicting);
  await makeBarsFile(file);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}strategies`, { recursive: true });
  cpSync(`${root}strategies/s2_filter_negative.strat`, `${folder}strategies/s2_filter_negative.strat`);
  writeFileSync(`${folder}paper.strat`, STRATEGY);
  writeFileSync(`${folder}config.yaml`, CONFIG);
  writeFileSync(clock, `Date.now = () => ${Date.parse(OPENED)};\n`);
  const run = (...words: readonly string[]) =>
    execFileSync(process.execPath, ['--import', pathToFileURL(clock).href, strat, ...words], {
      ...{ cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
    });
  if (predicting === 'stored') run('run', 'paper.strat', '--config', 'config.yaml');
  run(...command(), '--predictions', predicting);
  cpSync(ledger, opened, { recursive: true });
}

function command(): readonly string[] {
  return ['run', 'paper.strat', '--mode', 'paper', '--config', 'config.yaml'];
}

/** One session, by the program that is shipped; since this process began. */
export async function paperSession(predicting: Predicting): Promise<Timed> {
  const { folder, ledger, opened } = places(predicting);
  rmSync(ledger, { recursive: true, force: true });
  cpSync(opened, ledger, { recursive: true });
  process.chdir(folder);
  process.argv.splice(1, process.argv.length, strat, ...command());
  Date.now = () => Date.parse(TIMED);
  await import(pathToFileURL(strat).href);
  if (process.exitCode !== 0) throw new Error(`the session ended with exit code ${process.exitCode}`);
  const { user, system } = process.cpuUsage();
  return { value: performance.now() / 1e3, cpu: (user + system) / 1e6 };
}
