/** A process that pulls from a chart server into a store, to be killed: `node killedYahooPull.ts ROOT URL TICKERS`. */
import { openYahoo } from '../../runtime/feeds/yahoo/feed.ts';
import { placesOf } from '../../runtime/store/layout.ts';
import { pull } from '../../runtime/store/pull.ts';
import { QUICK } from './feeds.ts';

const [root = '', url = '', tickers = ''] = process.argv.slice(2);
const { snapshot, failures } = await pull(
  {
    places: placesOf(root),
    feed: openYahoo({ requests: QUICK, url }),
    tickers: tickers.split(','),
    window: { from: '2024-01-01', to: '2024-06-28' },
    overlap: 2,
    calendar: 'XNYS',
  },
  { emit: () => {}, signal: new AbortController().signal, now: () => new Date('2024-06-30T22:00:00Z') },
);
process.stdout.write(JSON.stringify({ id: snapshot?.id, failures }));
