/** `strat status` as plain lines. */
import type { MirrorStatus } from '../paper/status/mirror.ts';
import type { AccountStatus } from '../paper/status/status.ts';
import { count, money, percent, sessionCount } from './format.ts';
import { apartText, handedOverText, stopText } from './mirrorTexts.ts';

/** Of each side, as many as one looks at without scrolling. */
const SHOWN = 20;

export function summaryLine(status: AccountStatus): string {
  const { account, strategy, last } = status;
  if (last === null) return `${account.name}  ${strategy}  no session yet${stateOf(status)}`;
  return `${account.name}  ${strategy}  ${last.day}  equity ${money(last.equity)}  ${signed(last.net)}${stateOf(status)}`;
}

export function statusLines(status: AccountStatus): readonly string[] {
  const { account, strategy, last, positions, orders, stops, failures } = status;
  const waiting = orders.filter(({ state }) => state === 'waiting').length;
  const head = [
    `account ${account.name}: ${strategy}, plan ${account.plan.slice(0, 12)}, predictions ${account.predictions}${stateOf(status)}`,
    ...(status.atWork ? ['an invocation is under way'] : []),
    ...(status.next === null ? [] : [`next session ${status.next.day}, due ${status.next.at}`]),
    ...status.halts.map(({ reason, since }) => `halted since ${since}: ${reason}`),
  ];
  const elsewhere = status.mirror === null ? [] : mirrorLines(status.mirror);
  if (last === null) return [...head, ...elsewhere, `no session yet; opened with ${money(account.capital)}`];
  return [
    ...head,
    `${last.day}  ${sessionCount(last.sessions)} since ${last.first}, ${last.clock} clock`,
    `equity ${money(last.equity)}  day ${signed(last.net)}  drawdown ${percent(last.drawdown)}  cash ${money(last.cash)}`,
    ...stops.map(({ day, text }) => `stop on ${day}: ${text}`),
    ...failures.map(({ at, outcome }) => `invocation of ${at} did not finish: ${outcome ?? 'it was killed'}`),
    ...elsewhere,
    '',
    ...positionLines(positions),
    '',
    waiting === 0 ? 'no order waits' : `${count(waiting)} orders wait for their prices`,
  ];
}

/** Orders one by one only where something is wrong with them. */
function mirrorLines(mirror: MirrorStatus): readonly string[] {
  const unfilled = (mirror.orders?.unfilled ?? []).filter(({ state }) => state !== 'waiting' && state !== 'working');
  const more = unfilled.length - SHOWN;
  const stop = stopText(mirror);
  return [
    `held at ${mirror.broker} as well: ${apartText(mirror)}`,
    `  ${handedOverText(mirror)}`,
    ...unfilled.slice(0, SHOWN).map(({ ticker, quantity, filled, state, reason }) => {
      return `  ${ticker}: ${count(filled)} of ${count(quantity)} shares, ${state}${reason === null ? '' : `: ${reason}`}`;
    }),
    ...(more > 0 ? [`  and ${count(more)} more`] : []),
    ...(stop === null ? [] : [`  ${stop.what}; ${stop.advice}`]),
  ];
}

function positionLines(positions: AccountStatus['positions']): readonly string[] {
  if (positions.length === 0) return ['nothing is held'];
  const shown = positions.slice(0, SHOWN);
  const rows = shown.map(({ ticker, quantity, price, value, weight }) => [
    ticker,
    quantity.toFixed(2),
    price.toFixed(2),
    value.toFixed(2),
    percent(weight),
  ]);
  const table = [['', 'units', 'adjusted price', 'USD', 'weight'], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!))).join('  ');
  const more = positions.length - shown.length;
  return [...table.map(line), ...(more > 0 ? [`and ${count(more)} more`] : [])];
}

function stateOf({ halts, last }: AccountStatus): string {
  const stopped = last?.stopped
    ? last.resumeAsked
      ? '  [in cash, resumes next session]'
      : '  [in cash until resumed]'
    : '';
  return `${halts.length > 0 ? '  [halted]' : ''}${stopped}`;
}

function signed(fraction: number | null): string {
  return fraction === null ? '–' : `${fraction > 0 ? '+' : ''}${percent(fraction)}`;
}
