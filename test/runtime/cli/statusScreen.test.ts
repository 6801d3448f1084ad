/** `strat status` as people start it: bundled, in a process of its own, on a terminal. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ledgerFile } from '../../../runtime/paper/ledger/ledger.ts';
import { writeLargeLedger } from '../../../scripts/bench/largeLedger.ts';
import { bundle } from '../../../scripts/bundle.ts';
import { REPOSITORY, SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';
import { compiled } from '../../support/paper.ts';

/** That of util-linux: others have no `-e`. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
const place = new Workplace();
let built: string;

beforeAll(async () => {
  if (!hasScript) return;
  // Within the repository, where its packages are found.
  built = mkdtempSync(join(REPOSITORY, 'dist.'));
  await bundle({ strat: 'runtime/cli/launch.ts' }, built);
  place.write('config.yaml', `${SMALL_CONFIG}storage: { paper: ${JSON.stringify(place.folder)} }\n`);
  const size = { sessions: 30, positions: 12 };
  await writeLargeLedger(ledgerFile(place.folder), compiled(smallStrategy()), 'old', size);
}, 60_000);
afterAll(() => {
  place.remove();
  if (hasScript) rmSync(built, { recursive: true, force: true });
});

function onTerminal(columns: number, rows: number, ...words: readonly string[]) {
  const strat = ['exec', process.execPath, join(built, 'strat.js'), ...words].map((word) => `"${word}"`).join(' ');
  const command = `stty cols ${columns} rows ${rows}; ${strat.replace('"exec"', 'exec')}`;
  const env: NodeJS.ProcessEnv = { ...process.env, TERM: 'xterm-256color', CI: '0' };
  // `script` takes keys from a pipe, which those between processes of Node are not.
  const terminal = spawn('sh', ['-c', `cat | script -qec '${command}' /dev/null`], { cwd: place.folder, env });
  let seen = '';
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
  });
  const code = new Promise<number | null>((resolve) => terminal.on('close', resolve));
  return {
    code,
    sees: (text: string) => vi.waitFor(() => expect(seen).toContain(text), { timeout: 20_000, interval: 20 }),
    press: (keys: string) => terminal.stdin.write(keys),
    hangUp: () => terminal.stdin.end(),
    seen: () => seen,
  };
}

const OTHER_BUFFER = '\x1b[?1049h';
const OWN_BUFFER = '\x1b[?1049l';
const CURSOR = '\x1b[?25h';

test.skipIf(!hasScript)(
  'a screen that hears keys and gives the terminal back (needs `script` of util-linux)',
  {
    timeout: 60_000,
  },
  async () => {
    const terminal = onTerminal(80, 24, 'status', '--config', 'config.yaml');
    await terminal.sees('q quit');
    expect(terminal.seen()).toContain(OTHER_BUFFER);
    // The last is that of Friday 1980-02-15; 16:00 in New York in winter.
    expect(terminal.seen()).toContain('21:00 UTC');
    expect(terminal.seen()).toContain('1 Positions 12');
    terminal.press('2');
    await terminal.sees('2 Orders');
    expect(terminal.seen()).not.toContain(OWN_BUFFER);
    terminal.press('q');
    await terminal.sees(OWN_BUFFER);
    terminal.hangUp();
    expect(await terminal.code).toBe(0);
    expect(terminal.seen().lastIndexOf(CURSOR)).toBeGreaterThan(terminal.seen().indexOf('2 Orders'));
  },
);

test.skipIf(!hasScript)('lines on a terminal that asks for them', { timeout: 60_000 }, async () => {
  const terminal = onTerminal(80, 24, 'status', '--plain', '--config', 'config.yaml');
  terminal.hangUp();
  expect(await terminal.code).toBe(0);
  expect(terminal.seen()).toContain('account old: small');
  expect(terminal.seen()).not.toContain(OTHER_BUFFER);
});
