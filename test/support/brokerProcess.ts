/**
 * One evening of an account that is held elsewhere, as a process of its own: `node brokerProcess.ts FOLDER URL DAY KILL_AT`.
 * It ends itself, as by SIGKILL, at that step: before a statement, before a request, or once a request was answered and
 * before anybody knows; never for 0.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fromIsoDay } from '../../runtime/market.ts';
import { AlpacaBroker } from '../../runtime/paper/brokers/alpaca.ts';
import { Ledger } from '../../runtime/paper/ledger/ledger.ts';
import { marketRequest } from '../../runtime/ports.ts';
import { KEYS } from './fakeBroker.ts';
import { eveningOf, ofOneMarket } from './liveMarket.ts';
import { PaperDesk } from './paper.ts';

const SELF = fileURLToPath(import.meta.url);

export function startEvening(
  folder: string,
  url: string,
  day: string,
  killAt: number,
): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly stderr: string }> {
  const words = [SELF, folder, url, day, String(killAt)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stderr })));
}

if (process.argv[1] === SELF) {
  const [folder, url, day, killAt] = process.argv.slice(2) as [string, string, string, string];
  let steps = 0;
  const step = () => {
    if (++steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  };
  const { run } = Ledger.prototype;
  Ledger.prototype.run = function (...words) {
    step();
    return run.apply(this, words);
  };
  const { fetch } = globalThis;
  globalThis.fetch = async (...words) => {
    step();
    const answer = await fetch(...words);
    step();
    return answer;
  };
  const desk = await PaperDesk.open(undefined, folder);
  desk.data = await ofOneMarket(desk.data, marketRequest(desk.plan));
  const clock = eveningOf(fromIsoDay(day));
  // 19:15 in New York, when orders are taken.
  desk.now = () => new Date(clock.kind === 'live' ? clock.now + 2.25 * 3_600_000 : 0);
  const config = { url, key_from: '', secret_from: '', most_apart: 0.2, timeout_seconds: 5 };
  await desk.invoke({ clock }, undefined, { broker: new AlpacaBroker(config, KEYS, 1), mostApart: 0.2 });
}
