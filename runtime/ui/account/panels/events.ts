import type { LogEntry } from '../../../monitoring/logTail.ts';
import type { Tone } from '../segments.ts';
import type { TableSpec } from '../table.ts';
import { dollars, instant } from '../words.ts';

/** What was logged, newest first. */
export const EVENTS: TableSpec<readonly LogEntry[], LogEntry> = {
  title: 'Log',
  columns: [
    {
      title: 'UTC',
      text: ({ time }) => instant(time).slice('2018-'.length),
      value: ({ time }) => time,
      isText: true,
      rank: 0,
    },
    {
      title: 'event',
      text: ({ event }) => event.replace(/^paper-/, '').replaceAll('-', ' '),
      value: ({ event }) => event,
      tone: ({ level }) => TONES.get(level),
      isText: true,
      rank: 0,
    },
    { title: 'about', text: about, value: about, isText: true, grows: true, rank: 1 },
  ],
  rows: (entries) => entries,
  ticker: null,
  empty: 'nothing was logged',
};

const TONES: ReadonlyMap<string, Tone> = new Map([
  ['warn', 'warn'],
  ['error', 'bad'],
]);

/** The facts that tell one such event from another. */
function about({ facts }: LogEntry): string {
  const { day, message, about, how, code, equity } = facts;
  const parts = [day, message ?? about ?? how ?? code].filter((part) => typeof part === 'string');
  return [...parts, ...(typeof equity === 'number' ? [`equity ${dollars(equity)}`] : [])].join('  ').split('\n')[0]!;
}
