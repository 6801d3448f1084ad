/** Whole frames of the screen, at the sizes people have. */
import { Text } from 'ink';
import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import type { AccountStatus } from '../../../../runtime/paper/status/status.ts';
import { AccountView } from '../../../../runtime/ui/account/AccountView.tsx';
import type { ScreenInput } from '../../../../runtime/ui/account/arrangement.ts';
import type { Size } from '../../../../runtime/ui/account/layout.ts';
import { Panel } from '../../../../runtime/ui/account/Panel.tsx';
import { AT_FIRST, type ScreenState } from '../../../../runtime/ui/account/screenState.ts';
import { BEFORE_WATCHED } from '../../../../runtime/ui/account/watched.ts';
import { accountStatusOf } from '../../../support/accountStatus.ts';

interface Look {
  readonly status?: AccountStatus;
  readonly state?: Partial<ScreenState>;
  readonly watched?: ScreenInput['watched'];
  readonly names?: readonly string[];
}

function frame(
  columns: number,
  rows: number,
  { status = accountStatusOf(), state = {}, watched = null, names = ['s2'] }: Look = {},
) {
  const size: Size = { columns, rows };
  const input: ScreenInput = { status, names, log: [], problem: null, watched, at: 0 };
  return inTerminal(<AccountView input={input} state={{ ...AT_FIRST, ...state }} size={size} />, columns);
}

/** The library's terminal has a hundred columns. */
function inTerminal(view: Parameters<typeof render>[0], columns: number): string {
  const { stdout, rerender } = render(<Text> </Text>);
  Object.defineProperty(stdout, 'columns', { value: columns });
  rerender(view);
  return stdout.lastFrame()!;
}

test('a panel: its number and title in the frame, heavier when it is in focus', () => {
  const lines = [[{ text: 'one' }], [], [{ text: 'a line that is too long for it' }]];
  const panel = { number: 3, title: 'Risk', note: '1 of 2', lines, width: 24, height: 5 };
  expect(inTerminal(<Panel {...panel} isFocused={false} />, 24)).toMatchInlineSnapshot(`
    "╭─ 3 Risk 1 of 2 ──────╮
    │one                   │
    │                      │
    │a line that is too lo…│
    ╰──────────────────────╯"
  `);
  expect(inTerminal(<Panel {...panel} isFocused={true} />, 24)).toMatchInlineSnapshot(`
    "┏━ 3 Risk 1 of 2 ━━━━━━┓
    ┃one                   ┃
    ┃                      ┃
    ┃a line that is too lo…┃
    ┗━━━━━━━━━━━━━━━━━━━━━━┛"
  `);
});

test('60 by 20: one panel', () => {
  expect(frame(60, 20)).toMatchInlineSnapshot(`
    "s2  s2_filter_negative   ✓ next session 2018-11-01 20:15 UTC
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31
    ▃▆█▁▃▄▆
    ┏━ 1 Positions 3 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
    ┃ ticker  weight  wanted      USD    units  adj. price     ┃
    ┃›MSFT     9.78%  10.00%   99,000   900.00      110.00     ┃
    ┃ XOM     -6.32%  -6.00%  -64,000  -800.00       80.00     ┃
    ┃ AAPL     4.35%   4.50%   44,000   200.00      220.00     ┃
    ┃                                                          ┃
    ┃                                                          ┃
    ┃                                                          ┃
    ┃                                                          ┃
    ┃                                                          ┃
    ┃                                                          ┃
    ┃                                                          ┃
    ┃                                                          ┃
    ┃                                                          ┃
    ┃                                                          ┃
    ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
    q quit  ? help  tab panel  ↑↓ scroll  s sort  / filter"
  `);
});

test('80 by 24: the table in focus, risk and sessions', () => {
  expect(frame(80, 24)).toMatchInlineSnapshot(`
    "s2  s2_filter_negative  plan 0123456789ab    ✓ next session 2018-11-01 20:15 UTC
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31  drawdown -1.20%
     ▃█   ▄
    ▆██▁▆██
    ┏━ 1 Positions 3 ━━━━━━━━━━━━━━━━━━━━━━━━━━┓╭─ 3 Risk 1–10 of 12 ──────────────╮
    ┃ ticker  weight      USD  adj. price      ┃│ volatility    7.25%  target 8.00%│
    ┃›MSFT     9.78%   99,000      110.00      ┃│ Sharpe         1.23  over 60d    │
    ┃ XOM     -6.32%  -64,000       80.00      ┃│ drawdown     -1.20%  max -3.40%  │
    ┃ AAPL     4.35%   44,000      220.00      ┃│ gross          194%  net 2%      │
    ┃                                          ┃│ stop day_return < -3 * volatilit…│
    ┃                                          ┃│ ░░░░░ 0.42% / -1.51% 1.93% away  │
    ┃                                          ┃│ stop drawdown > 8%               │
    ┃                                          ┃│ ████░ 6.00% / 8.00% 2.00% away   │
    ┃                                          ┃│ stop sharpe(60d) < 0             │
    ┃                                          ┃│ ····· no figure yet              │
    ┃                                          ┃╰──────────────────────────────────╯
    ┃                                          ┃╭─ 4 Sessions 5 ───────────────────╮
    ┃                                          ┃│    day            net  what      │
    ┃                                          ┃│ !  2018-10-31  +0.42%  1 findin… │
    ┃                                          ┃│ ■  2018-10-30  -1.10%  STOP dra… │
    ┃                                          ┃│ !  2018-10-29  +0.10%  booked l… │
    ┃                                          ┃│ ✗  2018-10-30          not fini… │
    ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛╰──────────────────────────────────╯
    q quit  ? help  tab panel  ↑↓ scroll  s sort  / filter  r reverse"
  `);
  expect(frame(80, 24, { state: { focus: 'log', table: 'log' } })).toMatchInlineSnapshot(`
    "s2  s2_filter_negative  plan 0123456789ab    ✓ next session 2018-11-01 20:15 UTC
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31  drawdown -1.20%
     ▃█   ▄
    ▆██▁▆██
    ┏━ 6 Log 2 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓╭─ 3 Risk 1–10 of 12 ──────────────╮
    ┃ started, UTC         outcome             ┃│ volatility    7.25%  target 8.00%│
    ┃›2018-10-31 20:16:00  finished            ┃│ Sharpe         1.23  over 60d    │
    ┃ 2018-10-30 20:16:00  stale-data          ┃│ drawdown     -1.20%  max -3.40%  │
    ┃                                          ┃│ gross          194%  net 2%      │
    ┃                                          ┃│ stop day_return < -3 * volatilit…│
    ┃                                          ┃│ ░░░░░ 0.42% / -1.51% 1.93% away  │
    ┃                                          ┃│ stop drawdown > 8%               │
    ┃                                          ┃│ ████░ 6.00% / 8.00% 2.00% away   │
    ┃                                          ┃│ stop sharpe(60d) < 0             │
    ┃                                          ┃│ ····· no figure yet              │
    ┃                                          ┃╰──────────────────────────────────╯
    ┃                                          ┃╭─ 4 Sessions 5 ───────────────────╮
    ┃                                          ┃│    day            net  what      │
    ┃                                          ┃│ !  2018-10-31  +0.42%  1 findin… │
    ┃                                          ┃│ ■  2018-10-30  -1.10%  STOP dra… │
    ┃                                          ┃│ !  2018-10-29  +0.10%  booked l… │
    ┃                                          ┃│ ✗  2018-10-30          not fini… │
    ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛╰──────────────────────────────────╯
    q quit  ? help  tab panel  ↑↓ scroll  s sort  / filter  r reverse"
  `);
});

test('120 by 40: all but one', () => {
  expect(frame(120, 40)).toMatchInlineSnapshot(`
    "s2  s2_filter_negative  plan 0123456789ab  predictions model  live clock             ✓ next session 2018-11-01 20:15 UTC
    1,012,000.00 USD  +0.42% (+4,233) on 2018-10-31  drawdown -1.20%  since the start +1.20%  cash 31,251
      █   ▂
    ▁██ ▁▄█
    ███▁███
    ┏━ 1 Positions 3 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓╭─ 3 Risk ───────────────────────────────────────────╮
    ┃ ticker  weight  wanted      USD    units  adj. price           ┃│ volatility    7.25%  target 8.00%  ×1.10  over 20d │
    ┃›MSFT     9.78%  10.00%   99,000   900.00      110.00           ┃│ Sharpe         1.23  over 60d                      │
    ┃ XOM     -6.32%  -6.00%  -64,000  -800.00       80.00           ┃│ drawdown     -1.20%  max -3.40%                    │
    ┃ AAPL     4.35%   4.50%   44,000   200.00      220.00           ┃│ gross          194%  net 2%  98% long  96% short   │
    ┃                                                                ┃│ stop day_return < -3 * volatility(60d)             │
    ┃                                                                ┃│ ░░░░░░░░░░░░░░░░░░░░ 0.42% / -1.51% 1.93% away     │
    ┃                                                                ┃│ stop drawdown > 8%                                 │
    ┃                                                                ┃│ ███████████████░░░░░ 6.00% / 8.00% 2.00% away      │
    ┃                                                                ┃│ stop sharpe(60d) < 0                               │
    ┃                                                                ┃│ ···················· no figure yet                 │
    ┃                                                                ┃│ last tripped 2018-10-30: drawdown > 8%             │
    ┃                                                                ┃│ cut by position: 2 names                           │
    ┃                                                                ┃╰────────────────────────────────────────────────────╯
    ┃                                                                ┃╭─ 4 Sessions 5 ─────────────────────────────────────╮
    ┃                                                                ┃│    day            net  what                        │
    ┃                                                                ┃│ !  2018-10-31  +0.42%  1 finding, 12 fills         │
    ┃                                                                ┃│ ■  2018-10-30  -1.10%  STOP drawdown > 8%, 3 fills │
    ┃                                                                ┃│ !  2018-10-29  +0.10%  booked late, 12 fills       │
    ┃                                                                ┃│ ✗  2018-10-30          not finished: stale-data    │
    ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛│ ✓  2018-10-26   0.00%  held                        │
    ╭─ 2 Orders 3 ───────────────────────────────────────────────────╮│                                                    │
    │ ticker  state     wanted  decided      USD   units  adj. price ││                                                    │
    │ AAPL    waiting    5.00%  2018-10-31     –       –           – ││                                                    │
    │ XOM     filled    -6.00%  2018-10-31  -960  -12.00       80.00 ││                                                    │
    │ GE      no price   5.00%  2018-10-30     –       –           – │╰────────────────────────────────────────────────────╯
    │                                                                │╭─ 6 Log 2 ──────────────────────────────────────────╮
    │                                                                ││ started, UTC         outcome         booked   took │
    │                                                                ││ 2018-10-31 20:16:00  finished     1 session  2.5 s │
    │                                                                ││ 2018-10-30 20:16:00  stale-data  0 sessions  1.0 s │
    │                                                                ││                                                    │
    │                                                                ││                                                    │
    │                                                                ││                                                    │
    ╰────────────────────────────────────────────────────────────────╯╰────────────────────────────────────────────────────╯
    q quit  ? help  tab panel  ↑↓ scroll  s sort  / filter  r reverse"
  `);
});

test('a watched run at 120 by 40 has its band', () => {
  expect(frame(120, 40, { watched: BEFORE_WATCHED, state: { focus: 'run' } })).toContain('━ 7 Run ━');
});

test('help takes the place of the panels', () => {
  expect(frame(80, 24, { state: { help: true } })).toContain('any key goes back');
});

test('every frame fills its terminal exactly, whatever it shows', () => {
  const many = Array.from({ length: 500 }, (_, k) => ({
    ...accountStatusOf().positions[0]!,
    ticker: `STOCK${k}.LONG`,
  }));
  const long = 'an_account_with_a_name_that_is_far_too_long_for_any_header_of_a_terminal_that_people_use';
  const statuses = [
    accountStatusOf(),
    accountStatusOf({ last: null, risk: null, positions: [], orders: [], sessions: [], equity: [] }),
    accountStatusOf({ positions: many, account: { ...accountStatusOf().account, name: long }, strategy: long }),
    accountStatusOf({ halts: [{ scope: '*', reason: long.repeat(3), since: '2018-11-01T08:00:00.000Z' }] }),
  ];
  for (const [columns, rows] of [
    [60, 20],
    [80, 24],
    [120, 40],
    [200, 60],
    [40, 12],
  ] as const) {
    for (const status of statuses) {
      for (const watched of [null, BEFORE_WATCHED]) {
        const lines = frame(columns, rows, { status, watched, names: ['s2', long] }).split('\n');
        expect(lines).toHaveLength(rows);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      }
    }
  }
});
