/** kill -9 while Yahoo answers, again and again: the pull ends with the bits of one that was never killed, asking little twice. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, ChartServer, chartOf, late } from '../../support/chartServer.ts';
import { QUICK } from '../../support/feeds.ts';

const SCRIPT = fileURLToPath(new URL('../../support/killedYahooPull.ts', import.meta.url));
const TICKERS = Array.from({ length: 16 }, (_, index) => `T${String.fromCharCode(65 + index)}`);
/** Requests after which a process is killed, and so many milliseconds later: before, in and after the answer. */
const KILLS = [
  [1, 0],
  [2, 9],
  [3, 21],
  [2, 30],
  [4, 12],
] as const;
const ANSWER_MS = 20;

const folder = mkdtempSync(join(tmpdir(), 'strat-killed-'));
const server = new ChartServer();
let url: string;
/** Told of each request. */
let onRequest = () => {};
beforeAll(async () => {
  url = await server.listen();
  for (const [at, ticker] of TICKERS.entries()) server.answers[ticker] = [told(chart(ticker, at))];
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const told =
  (answer: Answer): Answer =>
  (response, request) => {
    onRequest();
    late(ANSWER_MS, answer)(response, request);
  };

function chart(symbol: string, at: number): Answer {
  const day = (date: string) => `2024-03-${date}T${date < '10' ? '14' : '13'}:30:00Z`;
  return chartOf({
    symbol,
    bars: ['07', '08', '11', '12'].map((date, index) => [day(date), 20 + at, 22 + at, 19 + at, 20 + at + index, 800]),
    splits: at % 3 === 0 ? [[day('11'), 2, 1]] : [],
    dividends: at % 2 === 0 ? [[day('08'), 0.5]] : [],
  });
}

interface Ended {
  readonly killed: boolean;
  readonly said: string;
}

/** @param kill requests, and milliseconds after the last of them; null: it may end */
function pullInto(root: string, kill: readonly [number, number] | null): Promise<Ended> {
  const child = spawn(process.execPath, [SCRIPT, join(folder, root), url, TICKERS.join(',')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  let left = kill?.[0] ?? Number.POSITIVE_INFINITY;
  onRequest = () => {
    if (--left === 0) setTimeout(() => child.kill('SIGKILL'), kill![1]);
  };
  return new Promise((resolve) => {
    child.on('close', (_, signal) => resolve({ killed: signal === 'SIGKILL', said }));
  });
}

test('nothing is lost, nothing doubled', async () => {
  const whole = await pullInto('whole', null);
  expect(JSON.parse(whole.said)).toEqual({ id: expect.stringMatching(/^[0-9a-f]{64}$/), failures: [] });
  const once = server.asked.length;
  expect(once).toBe(TICKERS.length);

  for (const kill of KILLS) expect((await pullInto('killed', kill)).killed).toBe(true);
  const resumed = await pullInto('killed', null);
  expect(resumed.said).toBe(whole.said);

  const again = server.asked.length - once;
  expect(again).toBeGreaterThanOrEqual(TICKERS.length);
  // What was on its way, or answered but not yet written, when the process died: at each kill one lot at most.
  expect(again).toBeLessThanOrEqual(TICKERS.length + KILLS.length * QUICK.at_once);
});
