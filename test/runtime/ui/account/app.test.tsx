/** The screen alive: it follows the ledger while somebody else writes it, hears keys, and leaves. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from 'ink-testing-library';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LogTail } from '../../../../runtime/monitoring/logTail.ts';
import { halt } from '../../../../runtime/paper/ledger/accounts.ts';
import { Ledger } from '../../../../runtime/paper/ledger/ledger.ts';
import { LedgerWatch } from '../../../../runtime/paper/status/watch.ts';
import { AccountApp } from '../../../../runtime/ui/account/AccountApp.tsx';
import { AT_FIRST } from '../../../../runtime/ui/account/screenState.ts';
import { SightStore } from '../../../../runtime/ui/account/sightStore.ts';
import { WatchFeed } from '../../../../runtime/ui/account/watchFeed.ts';
import { writeLargeLedger } from '../../../../scripts/bench/largeLedger.ts';
import { smallStrategy } from '../../../support/command.ts';
import { compiled } from '../../../support/paper.ts';

const folder = mkdtempSync(join(tmpdir(), 'strat-screen-'));
const file = join(folder, 'ledger.db');
const plan = compiled(smallStrategy());

beforeAll(() => writeLargeLedger(file, plan, 'old', { sessions: 30, positions: 12 }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function opened(from: string, feed: WatchFeed | null = null) {
  const watch = new LedgerWatch(from);
  const interrupt = vi.fn();
  const app = render(
    <AccountApp
      {...{
        store: new SightStore(watch, new LogTail(join(folder, 'logs')), null),
        feed,
        interrupt,
        initial: { ...AT_FIRST, account: null },
      }}
      now={() => 0}
    />,
  );
  return {
    interrupt,
    sees: (text: string) => vi.waitFor(() => expect(app.lastFrame()).toContain(text), { timeout: 5000 }),
    press: (keys: string) => app.stdin.write(keys),
    frame: () => app.lastFrame()!,
    close() {
      app.unmount();
      watch.close();
    },
  };
}

test('it follows the ledger', async () => {
  const screen = opened(file);
  await screen.sees('✓ next session ');
  const ledger = Ledger.open(file);
  halt(ledger, { scope: 'old', reason: 'to be looked into', since: '2026-01-02T03:04:05.000Z' });
  ledger.close();
  await screen.sees('halted since 2026-01-02 03:04:05 UTC: to be looked into');
  screen.close();
});

test('keys do what they are said to: panels, order, filter', async () => {
  const screen = opened(file);
  await screen.sees('┏━ 1 Positions 12 ━');
  screen.press('s');
  await screen.sees('12 by ticker ↓');
  screen.press('/');
  await screen.sees('filter: ▏');
  screen.press('T00');
  await screen.sees('10 of 12 by ticker ↓');
  screen.press('\r');
  screen.press('\t');
  await screen.sees('┏━ 2 Orders');
  screen.press('?');
  await screen.sees('any key goes back');
  screen.close();
});

test('the log of the account follows, and one of a name that only begins alike does not', async () => {
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const line = (msg: string, about: object) =>
    `${JSON.stringify({ level: 'info', time: '2026-01-02T03:04:05.678Z', pid: 1, ...about, msg })}\n`;
  writeFileSync(join(logs, 'old-other-2026-01.log'), line('paper-session', { day: '1999-09-09' }));
  const screen = opened(file);
  screen.press('6');
  await screen.sees('finished');
  writeFileSync(join(logs, 'old-2025-12.log'), line('paper-session', { day: '1998-08-08' }));
  const log = join(logs, 'old-2026-01.log');
  writeFileSync(log, `{"level":"inf${line('paper-session', { day: '1980-02-15', equity: 1_038_956.77 })}`);
  appendFileSync(log, `\n${line('paper-session', { day: '1980-02-18', equity: 1_038_956.77 })}`);
  await screen.sees('01-02 03:04:05  session  1980-02-18  equity 1,038,957');
  expect(screen.frame()).not.toMatch(/1999-09-09|1998-08-08/);
  appendFileSync(log, line('invocation-ended', { code: 'stale-data', message: 'the bars of GE are stale' }));
  await screen.sees('the bars of GE');
  screen.close();
});

test('Ctrl-C asks a watched run to stop, and leaves the screen when there is none', async () => {
  const feed = new WatchFeed(() => 0);
  const watching = opened(file, feed);
  await watching.sees('1 Positions');
  watching.press('7');
  await watching.sees('● runs');
  watching.press('\x03');
  await vi.waitFor(() => expect(watching.interrupt).toHaveBeenCalledOnce());
  feed.end('interrupted');
  await watching.sees('✗ interrupted');
  watching.press('\x03');
  await vi.waitFor(() => expect(watching.frame().trim()).toBe(''));
  expect(watching.interrupt).toHaveBeenCalledOnce();
  watching.close();
});

test('a run is watched before its account is there', async () => {
  const feed = new WatchFeed(() => 0);
  const screen = opened(join(folder, 'none', 'ledger.db'), feed);
  await screen.sees('looks what is due');
  feed.emit({ type: 'stage-started', stage: 'model', key: 'k', about: 'LSTM 14→24' });
  await screen.sees('model       LSTM 14→24');
  screen.close();
});
