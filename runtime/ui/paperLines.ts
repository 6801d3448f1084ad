/** Paper trading as plain lines, for logs and schedulers: one line per fact, no control characters. */
import type { PaperEvent } from '../paper/events.ts';
import { count, money, percent, sessionCount } from './format.ts';

/** Of a pull, told one by one: nobody reads more of them, and the log has all. */
const MOST_FAILURES = 5;

/** Null: there is nothing to say. */
export function paperLine(event: PaperEvent): string | null {
  switch (event.type) {
    case 'paper-started': {
      const source = event.predictions === 'model' ? 'of the trained model' : 'stored by a backtest';
      const opened = event.opened ? `\nopened with ${money(event.capital)}` : '';
      return (
        `account ${event.account}: ${event.strategy}, plan ${event.planHash.slice(0, 12)}, ${event.clock} clock, ` +
        `predictions ${source}\nconfig: ${event.config}\ndata: ${event.data}${opened}`
      );
    }
    case 'paper-due':
      if (event.first === null) return 'no session is due';
      return `${sessionCount(event.due)} due since ${event.first}${event.asked < event.due ? `, of which ${event.asked} now` : ''}`;
    case 'paper-pulling':
      return `pulling what ${event.store} lacks, until ${event.to}`;
    case 'paper-pulled': {
      const kept = event.snapshot === null ? 'nothing is kept' : `snapshot ${event.snapshot.slice(0, 12)}`;
      const failed = event.failures.map(({ ticker, message }) => `\n  ${ticker}: ${message}`);
      const more = failed.length > MOST_FAILURES ? `\n  … and ${failed.length - MOST_FAILURES} more failed` : '';
      return `${count(event.bars)} bars more, ${kept}${failed.slice(0, MOST_FAILURES).join('')}${more}`;
    }
    case 'paper-session':
      return sessionLine(event);
    case 'paper-rebuilt':
      return `the book was saved by another version of strat: computed again from the ${sessionCount(event.sessions)} booked`;
    case 'paper-handed-over':
      return `${count(event.orders)} orders handed over to ${event.broker}`;
    case 'paper-order-unfilled': {
      const why = event.reason === null ? '' : `: ${event.reason}`;
      return `${event.ticker}: ${event.filled} of ${event.quantity} shares filled, ${event.state}${why}`;
    }
    case 'paper-booked-elsewhere':
      return `${event.day}  booked by another process meanwhile`;
    case 'paper-finished': {
      const left = event.left > 0 ? `; ${sessionCount(event.left)} still due (--catch-up books all of them)` : '';
      const equity = event.equity === null ? '' : `, equity ${money(event.equity)}`;
      return `${sessionCount(event.booked)} booked${equity}${left}`;
    }
  }
}

function sessionLine(event: Extract<PaperEvent, { type: 'paper-session' }>): string {
  const { net, turnover, cost, waiting, stops } = event;
  return [
    event.day,
    `equity ${money(event.equity)}`,
    net === null ? 'nothing held before' : `net ${net > 0 ? '+' : ''}${percent(net)}`,
    turnover === null ? 'no fill' : `${event.longs} long, ${event.shorts} short, turnover ${percent(turnover)}`,
    ...(cost === null ? [] : [`cost ${(1e4 * cost).toFixed(2)} bps`]),
    ...(waiting > 0 ? [`${count(waiting)} orders wait for their prices`] : []),
    ...stops.map((text) => `STOP: ${text}`),
    ...(event.stopped ? ['in cash until resumed'] : []),
    ...(event.booked ? [] : ['dry run: nothing was booked']),
  ].join('  ');
}
