import type { InvocationRecord } from '../../../paper/status/invocations.ts';
import type { AccountStatus } from '../../../paper/status/status.ts';
import { duration } from '../../format.ts';
import type { TableSpec } from '../table.ts';
import { instant, times } from '../words.ts';

/** Invocations, newest first. */
export const LOG: TableSpec<AccountStatus, InvocationRecord> = {
  title: 'Log',
  columns: [
    {
      title: 'started, UTC',
      text: ({ startedAt }) => instant(startedAt),
      value: ({ startedAt }) => startedAt,
      isText: true,
      rank: 0,
    },
    {
      title: 'outcome',
      text: ({ outcome }) => outcome ?? 'has not ended',
      value: ({ outcome }) => outcome,
      tone: ({ outcome }) => (outcome === 'finished' ? undefined : outcome === null ? 'warn' : 'bad'),
      isText: true,
      grows: true,
      rank: 0,
    },
    {
      title: 'booked',
      text: ({ sessions }) => times(sessions, 'session'),
      value: ({ sessions }) => sessions,
      rank: 1,
    },
    { title: 'took', text: (row) => took(row), value: (row) => secondsOf(row), rank: 2 },
    { title: 'strat', text: ({ version }) => version, value: ({ version }) => version, isText: true, rank: 3 },
  ],
  rows: ({ invocations }) => invocations,
  ticker: null,
  empty: 'no invocation yet',
};

function secondsOf({ startedAt, endedAt }: InvocationRecord): number | null {
  return endedAt === null ? null : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
}

function took(record: InvocationRecord): string {
  const seconds = secondsOf(record);
  return seconds === null ? '–' : duration(Math.max(0, seconds));
}
