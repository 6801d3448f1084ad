/** What each panel says of an account, as lines. */
import { expect, test } from 'vitest';
import type { RunEvent } from '../../../../runtime/events.ts';
import type { MirrorStatus } from '../../../../runtime/paper/status/mirror.ts';
import { headerLines } from '../../../../runtime/ui/account/header.ts';
import { helpLines, keyLine } from '../../../../runtime/ui/account/keys.ts';
import type { PanelName } from '../../../../runtime/ui/account/layout.ts';
import { riskLines } from '../../../../runtime/ui/account/panels/risk.ts';
import { runLines } from '../../../../runtime/ui/account/panels/run.ts';
import { panelView } from '../../../../runtime/ui/account/panelView.ts';
import { AT_FIRST } from '../../../../runtime/ui/account/screenState.ts';
import { type Line, textOf } from '../../../../runtime/ui/account/segments.ts';
import { BEFORE_WATCHED, withEnd, withPaperEvent, withRunEvent } from '../../../../runtime/ui/account/watched.ts';
import { statusLines } from '../../../../runtime/ui/statusLines.ts';
import { accountStatusOf } from '../../../support/accountStatus.ts';

const text = (lines: readonly Line[]) => lines.map((line) => textOf(line).trimEnd()).join('\n');

function panel(name: PanelName, status = accountStatusOf(), width = 90): string {
  const shown = { status, log: [], watched: null, at: 0 };
  const { title, note, lines } = panelView(shown, AT_FIRST, { panel: name, width, height: 12 });
  return `${title} ${note}\n${text(lines)}`;
}

const lastOf = accountStatusOf().last!;

test('the head: who, how it stands, its course', () => {
  expect(text(headerLines(accountStatusOf(), ['s1', 's2'], { columns: 100, rows: 40 }))).toMatchInlineSnapshot(`
    "s2 2/2  s2_filter_negative  plan 0123456789ab                    ✓ next session 2018-11-01 20:15 UTC
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31  drawdown -1.20%  since the start +1.20%
      █   ▂
    ▁██ ▁▄█
    ███▁███"
  `);
  expect(text(headerLines(accountStatusOf(), ['s2'], { columns: 60, rows: 20 }))).toMatchInlineSnapshot(`
    "s2  s2_filter_negative   ✓ next session 2018-11-01 20:15 UTC
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31
    ▃▆█▁▃▄▆"
  `);
});

test('the head says what most needs to be known', () => {
  const state = (changes: Parameters<typeof accountStatusOf>[0]) =>
    text(headerLines(accountStatusOf({ ...changes, equity: [] }), ['s2'], { columns: 90, rows: 24 }));
  const since = '2018-11-01T08:00:00.000Z';
  expect(state({ halts: [{ scope: '*', reason: 'prices look wrong', since }] })).toMatchInlineSnapshot(`
    "s2  s2_filter_negative  plan 0123456789ab  predictions model  live clock          ‖ halted
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31  drawdown -1.20%  since the start +1.20%
    all paper trading is halted since 2018-11-01 08:00:00 UTC: prices look wrong"
  `);
  expect(state({ last: { ...lastOf, stopped: true } })).toMatchInlineSnapshot(`
    "s2  s2_filter_negative  plan 0123456789ab  predictions model       □ in cash until resumed
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31  drawdown -1.20%  since the start +1.20%"
  `);
  expect(
    state({
      failures: [
        { at: since, outcome: 'stale-data' },
        { at: since, outcome: null },
      ],
    }),
  ).toMatchInlineSnapshot(`
    "s2  s2_filter_negative  plan 0123456789ab  predictions model  ✗ the last invocation failed
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31  drawdown -1.20%  since the start +1.20%
    2 invocations since 2018-11-01 08:00:00 UTC did not finish: stale-data, killed"
  `);
  const running = { startedAt: since, endedAt: null, outcome: null, sessions: 0, version: '0' };
  expect(state({ atWork: true, invocations: [running] })).toMatchInlineSnapshot(`
    "s2  s2_filter_negative  plan 0123456789ab  predictions model  ● an invocation is under way
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31  drawdown -1.20%  since the start +1.20%"
  `);
  expect(state({ last: null, risk: null, next: null })).toMatchInlineSnapshot(`
    "s2  s2_filter_negative  plan 0123456789ab  predictions model  ✓ waits for its next session
    no session yet; opened with 1,000,000.00 USD"
  `);
});

test('an account that is held at a broker elsewhere as well', () => {
  const unfilled = [
    { ticker: 'XOM', quantity: -12, filled: 0, state: 'rejected', reason: 'no shares to borrow' },
    { ticker: 'GE', quantity: 8, filled: 3, state: 'expired', reason: null },
  ] as const;
  const mirror: MirrorStatus = {
    ...{ broker: 'paper-api.example', equity: 1_003_000, stoppedBy: null },
    orders: { day: '2018-10-31', all: 12, handedOver: 12, filled: 10, unfilled },
    apart: { day: '2018-10-31', figure: 0.0123, most: 0.05 },
  };
  expect(text(riskLines(accountStatusOf({ mirror }), 60).slice(3, 6))).toMatchInlineSnapshot(`
    " gross          194%  net 2%  98% long  96% short
     apart         1.23%  most 5.00%  from paper-api.example
     broker     10 of 12 filled, 1 rejected, 1 filled in part"
  `);
  expect(statusLines(accountStatusOf({ mirror })).join('\n')).toMatchInlineSnapshot(`
    "account s2: s2_filter_negative, plan 0123456789ab, predictions model
    next session 2018-11-01, due 2018-11-01T20:15:00.000Z
    2018-10-31  147 sessions since 2018-04-02, live clock
    equity 1,012,000.00 USD  day +0.42%  drawdown -1.20%  cash 31,250.50 USD
    stop on 2018-10-30: drawdown > 8%
    held at paper-api.example as well: 1.23% of equity from the book on 2018-10-31, at most 5.00%
      12 orders of 2018-10-31 handed over: 10 of 12 filled, 1 rejected, 1 filled in part
      XOM: 0 of -12 shares, rejected: no shares to borrow
      GE: 3 of 8 shares, expired

            units  adjusted price        USD  weight
    MSFT   900.00          110.00   99000.00   9.78%
    XOM   -800.00           80.00  -64000.00  -6.32%
    AAPL   200.00          220.00   44000.00   4.35%

    1 orders wait for their prices"
  `);
  const stopped: MirrorStatus = { ...mirror, stoppedBy: 'paper-positions-differ', orders: null, apart: null };
  const failures = [{ at: '2018-11-01T20:16:00.000Z', outcome: 'paper-positions-differ' }];
  const head = headerLines(
    accountStatusOf({ mirror: stopped, failures, equity: [] }),
    ...([['s2'], { columns: 120, rows: 40 }] as const),
  );
  expect(text(head)).toMatchInlineSnapshot(`
    "s2  s2_filter_negative  plan 0123456789ab  predictions model  live clock                    ✗ the last invocation failed
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31  drawdown -1.20%  since the start +1.20%  cash 31,251
    1 invocation since 2018-11-01 20:16:00 UTC did not finish: paper-positions-differ
    the broker holds other positions than its answers come to: stopped
    find out why; \`--accept-positions\` goes on from what is held there"
  `);
  expect(text(riskLines(accountStatusOf({ mirror: stopped }), 60).slice(4, 6))).toMatchInlineSnapshot(`
    " apart             –  from paper-api.example
     broker     no order as yet"
  `);
});

test('positions, largest first', () => {
  expect(panel('positions')).toMatchInlineSnapshot(`
    "Positions 3
     ticker  weight  wanted      USD    units  adj. price  prediction
    ›MSFT     9.78%  10.00%   99,000   900.00      110.00      0.6000
     XOM     -6.32%  -6.00%  -64,000  -800.00       80.00      0.4400
     AAPL     4.35%   4.50%   44,000   200.00      220.00      0.5450"
  `);
  expect(panel('positions', accountStatusOf({ positions: [] }))).toMatchInlineSnapshot(`
    "Positions 0
     nothing is held"
  `);
});

test('orders: what waits, what was filled, what was not', () => {
  expect(panel('orders')).toMatchInlineSnapshot(`
    "Orders 3
     ticker  state     wanted  decided     filled       USD   units  adj. price
     AAPL    waiting    5.00%  2018-10-31  –              –       –           –
     XOM     filled    -6.00%  2018-10-31  2018-10-31  -960  -12.00       80.00
     GE      no price   5.00%  2018-10-30  2018-10-31     –       –           –"
  `);
});

test('risk: each figure against what it may be, each stop with its distance to tripping', () => {
  expect(text(riskLines(accountStatusOf(), 52))).toMatchInlineSnapshot(`
    " volatility    7.25%  target 8.00%  ×1.10  over 20d
     Sharpe         1.23  over 60d
     drawdown     -1.20%  max -3.40%
     gross          194%  net 2%  98% long  96% short
     stop day_return < -3 * volatility(60d)
     ░░░░░░░░░░░░░░░░░░░░ 0.42% / -1.51% 1.93% away
     stop drawdown > 8%
     ███████████████░░░░░ 6.00% / 8.00% 2.00% away
     stop sharpe(60d) < 0
     ···················· no figure yet
     last tripped 2018-10-30: drawdown > 8%
     cut by position: 2 names"
  `);
  expect(text(riskLines(accountStatusOf(), 34))).toMatchInlineSnapshot(`
    " volatility    7.25%  target 8.00%
     Sharpe         1.23  over 60d
     drawdown     -1.20%  max -3.40%
     gross          194%  net 2%
     stop day_return < -3 * volatilit…
     ░░░░░ 0.42% / -1.51% 1.93% away
     stop drawdown > 8%
     ████░ 6.00% / 8.00% 2.00% away
     stop sharpe(60d) < 0
     ····· no figure yet
     last tripped 2018-10-30: drawdow…
     cut by position: 2 names"
  `);
  expect(text(riskLines(accountStatusOf({ risk: null, last: null }), 34))).toMatchInlineSnapshot(
    `" nothing is known before the first session"`,
  );
});

test('sessions: booked, late, stopped, failed and halted in the order in which it happened', () => {
  const halts = [{ scope: 's2', reason: 'to be looked into', since: '2018-11-01T08:00:00.000Z' }];
  expect(panel('sessions', accountStatusOf({ halts }))).toMatchInlineSnapshot(`
    "Sessions 6
        day            net  what                               USD  turnover     cost
     ‖  2018-11-01          halted: to be looked into
     !  2018-10-31  +0.42%  1 finding, 12 fills          1,012,000     21.0%  1.2 bps
     ■  2018-10-30  -1.10%  STOP drawdown > 8%, 3 fills  1,012,000     21.0%  1.2 bps
     !  2018-10-29  +0.10%  booked late, 12 fills        1,012,000     21.0%  1.2 bps
     ✗  2018-10-30          not finished: stale-data
     ✓  2018-10-26   0.00%  held                         1,012,000     21.0%  1.2 bps"
  `);
});

test('data quality and the log', () => {
  expect(panel('quality')).toMatchInlineSnapshot(`
    "Data quality 1
     day         ticker  rule   found
     2018-10-31  GE      spike  moves by 31% and back"
  `);
  expect(panel('log')).toMatchInlineSnapshot(`
    "Log 2
     started, UTC         outcome         booked   took  strat
     2018-10-31 20:16:00  finished     1 session  2.5 s  0.1.0
     2018-10-30 20:16:00  stale-data  0 sessions  1.0 s  0.1.0"
  `);
});

test('a watched run: its stages, the training curve, how many sessions are booked', () => {
  const key = '0123';
  const epoch = { validationIc: 0.02, epochs: 9, type: 'epoch-finished', validationLoss: 0.71 } as const;
  const events: readonly RunEvent[] = [
    { type: 'stage-started', stage: 'model', key, about: 'LSTM 14→24' },
    { ...epoch, epoch: 1, trainLoss: 0.72, validationRankIc: 0.01, best: false },
    { ...epoch, epoch: 2, trainLoss: 0.71, validationRankIc: 0.035, best: true },
    { ...epoch, epoch: 3, trainLoss: 0.7, validationRankIc: 0.02, best: false },
    { type: 'stage-progress', stage: 'model', done: 25, total: 100, unit: 'sequences', note: 'epoch 4' },
  ];
  const training = events.reduce((before, event) => withRunEvent(before, event, 1000), BEFORE_WATCHED);
  expect(text(runLines(training, 9000, 90))).toMatchInlineSnapshot(`
    " ● runs  looks what is due
     ● model       LSTM 14→24                                                           8.0 s
       █████░░░░░░░░░░░░░░░ 25%  epoch 4
     training: validation rank IC by epoch
      █
      █▂
     ▁██
      best 2: rank IC 0.0350, loss 0.7100, validation 0.7100
     epoch 3: rank IC 0.0200, loss 0.7000, validation 0.7100"
  `);
  const trained = withRunEvent(training, { type: 'stage-finished', stage: 'model', key, about: 'trained' }, 9000);
  const begun = withRunEvent(trained, { type: 'stage-started', stage: 'predictions', key, about: '62 sessions' }, 9000);
  expect(text(runLines(begun, 9500, 90))).toContain(' ✓ model 8.0 s\n ● predictions 62 sessions');
  expect(text(runLines(withEnd(begun, '', 9600), 20_000, 90))).toContain(' ✓ model 8.0 s  ✓ predictions 0.6 s');
  const due = withPaperEvent(BEFORE_WATCHED, { type: 'paper-due', due: 5, asked: 4, first: '2018-10-01' });
  expect(text(runLines({ ...due, booked: 1, day: '2018-10-01' }, 0, 90))).toMatchInlineSnapshot(
    `" ● runs  1 of 4 sessions booked  █████░░░░░░░░░░░░░░░  2018-10-01"`,
  );
  expect(text(runLines({ ...due, ended: 'the bars of GE are stale' }, 0, 90))).toMatchInlineSnapshot(
    `" ✗ the bars of GE are stale"`,
  );
});

test('keys, those of several accounts only with several, and the filter while it is typed', () => {
  expect(textOf(keyLine(AT_FIRST, 1, 80))).toMatchInlineSnapshot(
    `"q quit  ? help  tab panel  ↑↓ scroll  s sort  / filter  r reverse"`,
  );
  expect(textOf(keyLine(AT_FIRST, 2, 100))).toContain('a account');
  expect(textOf(keyLine({ ...AT_FIRST, filter: 'AA' }, 1, 60))).toMatch(/^filtered by AA/);
  expect(textOf(keyLine({ ...AT_FIRST, filter: 'AA', filtering: true }, 1, 60))).toMatchInlineSnapshot(
    `"filter: AA▏  enter keeps it, esc ends it"`,
  );
  expect(text(helpLines())).toMatchInlineSnapshot(`
    " q    leave the screen; nothing that runs is stopped
     ?    this page
     tab  the next panel; shift-tab the one before, 1 to 6 by number
     ↑↓   a row (also j k), page up and down, home and end (also g G)
     s    by the next column; after the last in the table’s own order
     /    rows whose ticker contains what you type; enter keeps it, esc ends it
     r    the order of the table
     a    the next account

     sessions   ✓ booked  ! late or with findings  □ in cash  ■ a stop tripped
                ✗ an invocation did not finish  ‖ halted
     stops      the bar is how much of the way to the limit is gone

     any key goes back"
  `);
});
