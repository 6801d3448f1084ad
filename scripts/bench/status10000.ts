import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compile } from '../../compiler/compile.ts';
import { importResolver } from '../../runtime/cli/imports.ts';
import { ledgerFile } from '../../runtime/paper/ledger/ledger.ts';
import { type Benchmark, benchFolder } from './benchmark.ts';
import { writeLargeLedger } from './largeLedger.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = fileURLToPath(new URL('status/', benchFolder));
const config = `${folder}bench.yaml`;
const STRATEGY = 'strategies/s2_filter_negative.strat';
const SIZE = { sessions: 10_000, positions: 76 };

/** What a person waits for who looks at an account that has traded for forty years. */
export const benchmark: Benchmark = {
  name: 'status-10000-sessions-ms',
  about: `strat status of ${SIZE.sessions} sessions × ${SIZE.positions} positions, until the first frame in a terminal of 120×40, process and all`,
  unit: 'ms',
  baseline: 300,
  repeats: 7,
  unavailable: () =>
    spawnSync('script', ['--version']).status === 0 ? null : 'there is no `script` to make a terminal',
  async prepare() {
    if (!existsSync(`${root}dist/strat.js`)) throw new Error('dist/ is missing: run `npm run build` first');
    await mkdir(folder, { recursive: true });
    const { plan } = compile({
      file: STRATEGY,
      text: readFileSync(root + STRATEGY, 'utf8'),
      resolve: importResolver(),
      set: {},
    });
    await writeLargeLedger(ledgerFile(folder), plan!, 's2', SIZE);
    const data = 'data: { source: synthetic, seed: 7, stocks: 120, planted_rank_ic: 0.1 }';
    await writeFile(config, `${data}\nstorage: { paper: ${JSON.stringify(folder)} }\n`);
    await firstFrame(); // fills V8's compile cache
  },
  run: firstFrame,
};

/** Opens the screen in a pseudo-terminal, and leaves it. Milliseconds until its last line was there. */
async function firstFrame(): Promise<number> {
  const strat = `stty cols 120 rows 40; exec "${process.execPath}" dist/strat.js status -c "${config}"`;
  // `script` reads keys from a pipe, which those between processes of Node are not.
  const command = `cat | script -qec '${strat}' /dev/null`;
  const env = { ...process.env, TERM: 'xterm-256color', CI: '0' };
  const start = performance.now();
  const terminal = spawn('sh', ['-c', command], { cwd: root, env, stdio: ['pipe', 'pipe', 'inherit'] });
  // Again and again: a key that comes before the screen listens may be lost, and what has ended is written to in vain.
  const keys = setInterval(() => terminal.stdin.write('q'), 500);
  terminal.stdin.on('error', () => clearInterval(keys));
  let seen = '';
  let took = Number.NaN;
  for await (const text of terminal.stdout.setEncoding('utf8')) {
    seen += text;
    if (Number.isNaN(took) && seen.includes('quit')) took = performance.now() - start;
  }
  clearInterval(keys);
  if (Number.isNaN(took)) throw new Error(`there was no frame: ${seen}`);
  return took;
}
