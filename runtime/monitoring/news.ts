/** What is worth telling after an invocation, given what was told before. Pure: who is told, and how, is decided elsewhere. */
import type { NewsKind } from '../../configs/monitoring.ts';
import type { PaperOutcome } from '../paper/listener.ts';
import type { BookedSince, Since } from '../paper/status/bookedSince.ts';
import type { AccountStatus } from '../paper/status/status.ts';
import { UserError } from '../ports.ts';
import { money, percent, sessionCount } from '../ui/format.ts';
import type { Facts } from './facts.ts';

/** Raised when a field goes or changes its meaning; new fields do not count. */
export const NEWS_VERSION = 1;

/** As it is sent and handed to commands. `text` alone says it all to people. */
export interface News {
  readonly version: typeof NEWS_VERSION;
  readonly kind: NewsKind | 'recovered';
  readonly account: string;
  readonly strategy: string;
  /** ISO instant. */
  readonly at: string;
  readonly text: string;
  /** Of a failure: `bug`, or what `strat explain` knows. */
  readonly code: string | null;
  /** What to do. */
  readonly hints: readonly string[];
  /** After the last session; null where the ledger has none or cannot be read. Equity is USD, net a fraction. */
  readonly session: { readonly day: string; readonly equity: number; readonly net: number | null } | null;
}

/** Something wrong that was told and is not over. */
export interface Trouble {
  readonly kind: NewsKind;
  readonly code: string;
  /** ISO instant. */
  readonly since: string;
  /** What else was told since all was well: who heard of that wants to know, too, when it is over. */
  readonly before?: readonly NewsKind[];
}

/** The trouble told last, after what was told before it and is not over either. */
export function following(last: Trouble | null, trouble: Trouble): Trouble {
  return last === null ? trouble : { ...trouble, before: kindsOf(last) };
}

export function kindsOf({ kind, before = [] }: Trouble): readonly NewsKind[] {
  return [...new Set([...before, kind])];
}

export interface Told {
  /** Day of the last session that was told of; null: of none. */
  readonly through: string | null;
  readonly trouble: Trouble | null;
}

/** @returns what to tell now, and what will have been told then */
export function newsAfter(
  facts: Facts,
  about: Pick<News, 'account' | 'strategy'>,
  told: Told,
): { news: News[]; told: Told } {
  const { outcome, status } = facts;
  const booked = facts.booked(since(told, outcome));
  const trouble = troubleOf(outcome);
  const make = (kind: News['kind'], text: string, more: Partial<News> = {}): News => ({
    ...{ version: NEWS_VERSION, kind, ...about, at: outcome.endedAt.toISOString(), text, code: null, hints: [] },
    session: sessionOf(status),
    ...more,
  });
  const news = sessionNews(status, about.account, booked, make);
  const isNew = trouble !== null && trouble.code !== told.trouble?.code;
  if (isNew) {
    news.push(make(trouble.kind, failureText(about.account, outcome), { code: trouble.code, hints: hintsOf(outcome) }));
  }
  const isOver = outcome.code === 'finished' && told.trouble !== null;
  if (isOver)
    news.push(make('recovered', recoveryText(about.account, told.trouble!, status), { code: told.trouble!.code }));
  return {
    news,
    told: {
      through: status?.last?.day ?? told.through,
      trouble: isOver ? null : isNew ? following(told.trouble, trouble) : told.trouble,
    },
  };
}

/** Null: it finished, or somebody ended it, another one has the account, or a later hour is waited for. */
function troubleOf({ code, endedAt }: PaperOutcome): Trouble | null {
  if (code === 'finished' || code === 'interrupted' || code === 'account-busy' || code === 'broker-not-yet')
    return null;
  return { kind: code === 'paper-data-old' ? 'stale' : 'failure', code, since: endedAt.toISOString() };
}

type Make = (kind: News['kind'], text: string) => News;

/** Which sessions were not told of as yet; where none ever was, those of this invocation: old ones are no news. */
function since({ through }: Told, { startedAt }: PaperOutcome): Since {
  return through === null ? { bookedFrom: startedAt.toISOString() } : { after: through };
}

/** One for the sessions booked since, and one for the stops that tripped in them. */
function sessionNews(status: AccountStatus | null, account: string, booked: BookedSince, make: Make): News[] {
  const last = status?.last ?? null;
  if (last === null || booked.sessions === 0) return [];
  const news = [make('session', sessionText(account, last, booked))];
  const stops = booked.stops.map(({ day, text }) => `\`${text}\` on ${day}`);
  if (stops.length > 0) {
    const now = last.stopped ? 'the account is in cash until it is resumed' : 'it has been resumed since';
    news.push(make('stop', `${account}: stop ${stops.join(', ')}; ${now}, equity ${money(last.equity)}`));
  }
  return news;
}

function sessionText(
  account: string,
  { day, equity, drawdown }: NonNullable<AccountStatus['last']>,
  { sessions, net }: BookedSince,
) {
  const what = sessions === 1 ? day : `${sessionCount(sessions)} up to ${day}`;
  const returned = net === null ? '' : `, net ${net > 0 ? '+' : ''}${percent(net)}${sessions === 1 ? '' : ' in all'}`;
  return `${account}: ${what} booked, equity ${money(equity)}${returned}, drawdown ${percent(drawdown)}`;
}

function failureText(account: string, { code, error }: PaperOutcome): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${account}: nothing more is booked (${code}): ${message}`;
}

function recoveryText(account: string, { kind, code, since }: Trouble, status: AccountStatus | null): string {
  const what = kind === 'silence' ? 'silence' : `trouble (${code})`;
  const last = status?.last ? `; the last session booked is ${status.last.day}` : '';
  return `${account}: the ${what} since ${since} is over${last}`;
}

function hintsOf({ error }: PaperOutcome): readonly string[] {
  return error instanceof UserError ? error.hints : [];
}

function sessionOf(status: AccountStatus | null): News['session'] {
  const last = status?.last ?? null;
  return last && { day: last.day, equity: last.equity, net: last.net };
}
