import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Benchmark, benchFolder, milliseconds } from './benchmark.ts';
import { largeStrategy } from './largeStrategy.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = new URL('check/', benchFolder);
const LINES = 5_000;

/** What a person waits for who edits a file as large as generators write them. */
export const benchmark: Benchmark = {
  name: 'check-5000-lines-s',
  about: `strat check of ${LINES} lines, 2,640 features and 21 strategies extending each other, process and all`,
  unit: 's',
  baseline: 1,
  async prepare() {
    if (!existsSync(`${root}dist/strat.js`)) throw new Error('dist/ is missing: run `npm run build` first');
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(largeStrategy(LINES))) await writeFile(new URL(name, folder), text);
    check(); // fills V8's compile cache
  },
  async run() {
    return (await milliseconds(check)) / 1_000;
  },
};

function check(): void {
  const file = fileURLToPath(new URL('large.strat', folder));
  const words = ['dist/strat.js', 'check', file, '--strategy', 'variant_19'];
  execFileSync(process.execPath, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
