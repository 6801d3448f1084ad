import type { SessionRow } from '../../../paper/status/sessions.ts';
import type { AccountStatus } from '../../../paper/status/status.ts';
import { basisPoints, percent } from '../../format.ts';
import { type Tone, toneOf } from '../segments.ts';
import type { TableSpec } from '../table.ts';
import { dollars, signed, times } from '../words.ts';

/** A moment in the life of an account: a session, an invocation that booked none and did not finish, or a halt. */
interface Moment {
  /** ISO instant it is sorted by. */
  readonly at: string;
  readonly day: string;
  readonly mark: string;
  readonly tone: Tone;
  readonly what: string;
  /** Null: no session. */
  readonly session: SessionRow | null;
}

/** Newest first. */
export const SESSIONS: TableSpec<AccountStatus, Moment> = {
  title: 'Sessions',
  columns: [
    { title: '', text: ({ mark }) => mark, value: () => null, tone: ({ tone }) => tone, isText: true, rank: 0 },
    { title: 'day', text: ({ day }) => day, value: ({ at }) => at, isText: true, rank: 0 },
    {
      title: 'net',
      text: ({ session }) => (session === null ? '' : signed(session.net)),
      value: ({ session }) => session?.net ?? null,
      tone: ({ session }) => toneOf(session?.net ?? null),
      rank: 1,
    },
    {
      title: 'what',
      text: ({ what }) => what,
      value: ({ what }) => what,
      tone: ({ tone }) => (tone === 'good' ? undefined : tone),
      isText: true,
      grows: true,
      rank: 0,
    },
    {
      title: 'USD',
      text: ({ session }) => (session === null ? '' : dollars(session.equity)),
      value: ({ session }) => session?.equity ?? null,
      rank: 4,
    },
    {
      title: 'turnover',
      text: ({ session }) => (session === null ? '' : percent(session.turnover, 1)),
      value: ({ session }) => session?.turnover ?? null,
      rank: 3,
    },
    {
      title: 'cost',
      text: ({ session }) => (session === null ? '' : basisPoints(session.cost)),
      value: ({ session }) => session?.cost ?? null,
      rank: 5,
    },
  ],
  rows: moments,
  ticker: null,
  empty: 'no session yet',
};

function moments({ sessions, invocations, halts, atWork }: AccountStatus): readonly Moment[] {
  const oldest = sessions.at(-1)?.bookedAt ?? '';
  const halted = halts.map(({ since, reason }) => ({
    ...({
      at: since,
      day: since.slice(0, 10),
      mark: '‖',
      tone: 'bad',
      what: `halted: ${reason}`,
      session: null,
    } as const),
  }));
  const failed = invocations
    .filter(
      ({ outcome, startedAt }, k) =>
        outcome !== 'finished' && (outcome !== null || k > 0 || !atWork) && startedAt >= oldest,
    )
    .map(({ startedAt, outcome }) => ({
      ...({ at: startedAt, day: startedAt.slice(0, 10), mark: '✗', tone: 'bad', session: null } as const),
      what: outcome === null ? 'an invocation was killed' : `not finished: ${outcome}`,
    }));
  return [...halted, ...failed, ...sessions.map(ofSession)].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

function ofSession(session: SessionRow): Moment {
  const { day, bookedAt: at, stops, stopped, late, findings, fills, kind, byHand } = session;
  const flags = [
    ...stops.map((text) => `STOP ${text}`),
    ...(stopped && stops.length === 0 ? ['in cash'] : []),
    ...(byHand ? ['resumed by hand'] : []),
    ...(late ? ['booked late'] : []),
    ...(findings > 0 ? [times(findings, 'finding')] : []),
  ];
  const filled = kind === null || kind === 'hold' ? 'held' : times(fills, 'fill');
  const [mark, tone] = markOf(session);
  return { at, day, mark, tone, what: [...flags, filled].join(', '), session };
}

function markOf({ stops, stopped, late, findings }: SessionRow): readonly [string, Tone] {
  if (stops.length > 0) return ['■', 'bad'];
  if (stopped) return ['□', 'warn'];
  return late || findings > 0 ? ['!', 'warn'] : ['✓', 'good'];
}
