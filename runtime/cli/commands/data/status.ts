/** `strat data status`: what the store holds, and what it lacks. */
import { counted } from '../../../sources/wording.ts';
import { findSnapshot, shortId } from '../../../store/manifest.ts';
import { type StoreStatus, storeStatus, type TickerStatus } from '../../../store/status.ts';
import type { Invocation } from '../../command.ts';
import { EXIT, type ExitCode } from '../../exitCodes.ts';
import { andMore, configuredStore, MOST_LINES, today } from './config.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const { data, places, name } = await configuredStore(invocation);
  const snapshot = await findSnapshot(places, invocation.operands[0] ?? data.snapshot);
  const status = await storeStatus(places, snapshot, data.feed?.calendar ?? 'XNYS', today());
  process.stdout.write(invocation.flag('json') ? `${JSON.stringify(status, null, 2)}\n` : render(name, status));
  return EXIT.ok;
}

function render(name: string, status: StoreStatus): string {
  const row = (title: string, text: string) => `${title.padEnd(11)}${text}\n`;
  const { tickers, rows, first, last, age, calendar } = status;
  const gaps = tickers.reduce((sum, each) => sum + each.gaps, 0);
  const gappy = tickers.filter((each) => each.gaps > 0).sort((a, b) => b.gaps - a.gaps);
  const ended = tickers.filter((each) => each.last !== null && last !== null && each.last < last);
  const span = first === null ? '' : `, ${first} to ${last} (${counted(age!, 'day')} ago)`;
  return [
    row('store', `${name}, ${(status.bytes / 1e6).toFixed(1)} MB, ${counted(status.snapshots, 'snapshot')}`),
    row('snapshot', `${shortId(status.snapshot)}, pulled from ${status.feed} on ${status.pulledAt.slice(0, 10)}`),
    row('bars', `${rows} of ${counted(tickers.length, 'ticker')}${span}`),
    row('actions', `${counted(status.splits, 'split')}, ${counted(status.dividends, 'dividend')}`),
    row('gaps', gaps === 0 ? `none against ${calendar}` : `${counted(gaps, 'session')} of ${calendar} without a bar`),
    row('ended', ended.length === 0 ? 'none' : `${counted(ended.length, 'ticker')} with a last bar before ${last}`),
    table(gappy),
  ].join('');
}

function table(tickers: readonly TickerStatus[]): string {
  if (tickers.length === 0) return '';
  const width = Math.max(6, ...tickers.slice(0, MOST_LINES).map(({ ticker }) => ticker.length));
  const line = (...[ticker = '', ...rest]: readonly string[]) =>
    `  ${ticker.padEnd(width)}${rest.map((cell) => cell.padStart(12)).join('')}\n`;
  return (
    `\n${line('ticker', 'bars', 'first', 'last', 'gaps', 'first gap')}` +
    tickers
      .slice(0, MOST_LINES)
      .map(({ ticker, rows, first, last, gaps, firstGap }) =>
        line(ticker, `${rows}`, first ?? '', last ?? '', `${gaps}`, firstGap ?? ''),
      )
      .join('') +
    andMore(tickers.length)
  );
}
