/** Events of a pull as they are shown: lines for people, failures on stderr, or one line of JSON each. */
import type { PullEvent } from '../../../store/pull.ts';
import type { Invocation } from '../../command.ts';

/** Between two lines that only count. */
const EVERY_MS = 2000;

export function pullView(invocation: Invocation, store: string): (event: PullEvent) => void {
  if (invocation.flag('json')) return (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
  const quiet = invocation.flag('quiet');
  const say = (line: string) => (quiet ? true : process.stdout.write(`${line}\n`));
  let last = performance.now();
  const count = (line: string) => {
    if (performance.now() - last < EVERY_MS) return;
    last = performance.now();
    say(line);
  };
  return (event) => {
    switch (event.type) {
      case 'pull-started': {
        const tickers = event.tickers === null ? 'all tickers' : `${event.tickers} tickers`;
        const resumed = event.resumed > 0 ? `, ${event.resumed} of them answered before` : '';
        say(`${store}  from ${event.feed}: ${tickers}${resumed}`);
        return;
      }
      case 'pull-progress':
        count(`  ${event.done} of ${event.total}`);
        return;
      case 'pull-read':
        count(`  ${event.bars.toLocaleString('en')} bars read; comparing them with what is kept`);
        return;
      case 'pull-written':
        count(`  ${event.done} of ${event.years} years of ${event.table} written`);
        return;
      case 'ticker-restated':
        say(`  ${event.ticker} is pulled whole: ${event.reason}`);
        return;
      case 'ticker-failed':
        process.stderr.write(`${event.ticker}: ${event.message} (${event.code})\n`);
    }
  };
}
