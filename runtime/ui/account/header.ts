/** The head of the screen: whose account it is, how it stands, what is wrong, and its course. */
import type { AccountStatus } from '../../paper/status/status.ts';
import { blockChart, money, percent, sessionCount } from '../format.ts';
import { stopText } from '../mirrorTexts.ts';
import type { Size } from './layout.ts';
import { fitting, type Line, segment, shortened, textOf, toneOf } from './segments.ts';
import { dollars, instant, minute, signed, times } from './words.ts';

/**
 * @param names of all accounts there are
 * @param message what keeps the ledger from being read; null: nothing
 */
export function headerLines(
  status: AccountStatus,
  names: readonly string[],
  { columns, rows }: Size,
  message: string | null = null,
): readonly Line[] {
  const chart = blockChart(
    status.equity.map(({ equity }) => equity),
    columns,
    rows < 22 ? 1 : rows < 34 ? 2 : 3,
  );
  return [
    titleLine(status, names, columns),
    equityLine(status, columns),
    ...alerts(status, message).map((text) => [segment(shortened(text, columns), 'bad')]),
    ...(status.equity.length < 2 ? [] : chart.map((text) => [segment(text, 'accent')])),
  ];
}

function titleLine(status: AccountStatus, names: readonly string[], width: number): Line {
  const { account, strategy, last } = status;
  const state = stateOf(status);
  const others = names.length > 1 ? ` ${names.indexOf(account.name) + 1}/${names.length}` : '';
  const left = fitting(
    [
      [segment(`${account.name}${others}`, 'accent')],
      ...(strategy === account.name ? [] : [[segment(strategy)]]),
      [segment(`plan ${account.plan.slice(0, 12)}`, 'dim')],
      [segment(`predictions ${account.predictions}`, 'dim')],
      ...(last === null ? [] : [[segment(`${last.clock} clock`, 'dim')]]),
    ],
    width - textOf(state).length - 2,
  );
  const gap = Math.max(1, width - textOf(left).length - textOf(state).length);
  return [...left, segment(' '.repeat(gap)), ...state];
}

/** The state that most needs to be known. */
function stateOf({ halts, last, failures, atWork, next }: AccountStatus): Line {
  if (halts.length > 0) return [segment('‖ halted', 'bad')];
  if (atWork) return [segment('● an invocation is under way', 'accent')];
  if (last?.stopped) {
    return [segment(last.resumeAsked ? '□ in cash, resumes next session' : '□ in cash until resumed', 'warn')];
  }
  return failures.length > 0
    ? [segment('✗ the last invocation failed', 'bad')]
    : [segment(next === null ? '✓ waits for its next session' : `✓ next session ${minute(next.at)} UTC`, 'good')];
}

function equityLine({ account, last }: AccountStatus, width: number): Line {
  if (last === null) return [segment(`no session yet; opened with ${money(account.capital)}`, 'dim')];
  const { equity, net, dayChange, drawdown, cash, sessions, day, first } = last;
  const change = dayChange === null ? '' : ` (${dayChange > 0 ? '+' : ''}${dollars(dayChange)})`;
  return fitting(
    [
      [segment(money(equity), 'strong')],
      [segment(signed(net), toneOf(net)), segment(change, toneOf(dayChange)), segment(` on ${day}`)],
      [segment(`drawdown ${percent(drawdown)}`, toneOf(drawdown))],
      [segment(`since the start ${signed(equity / account.capital - 1)}`, toneOf(equity - account.capital))],
      [segment(`cash ${dollars(cash)}`, 'dim')],
      [segment(`${sessionCount(sessions)} since ${first}`, 'dim')],
    ],
    width,
  );
}

function alerts({ halts, failures, mirror }: AccountStatus, message: string | null): readonly string[] {
  const outcomes = [...new Set(failures.map(({ outcome }) => outcome ?? 'killed'))].join(', ');
  const since = failures.at(-1)?.at;
  const stop = mirror && stopText(mirror);
  return [
    ...(message === null ? [] : [message]),
    ...halts.map(
      ({ scope, reason, since: at }) =>
        `${scope === '*' ? 'all paper trading is ' : ''}halted since ${instant(at)} UTC: ${reason}`,
    ),
    ...(since === undefined
      ? []
      : [`${times(failures.length, 'invocation')} since ${instant(since)} UTC did not finish: ${outcomes}`]),
    ...(stop === null ? [] : [stop.what, stop.advice]),
  ];
}
