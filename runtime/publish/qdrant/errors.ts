/** What can go wrong with a call to Qdrant, in words. */
import { UserError } from '../../ports.ts';

export interface CallFailure {
  /** Of HTTP; null: there was no answer. */
  readonly status: number | null;
  /** Whether the answer is in the form of Qdrant's own errors. */
  readonly isQdrant: boolean;
  readonly text: string;
}

/** Of an error's own text, as much as a line holds. */
const MOST_SHOWN = 160;

export function describeFailure(error: unknown): CallFailure {
  if (!(error instanceof Error)) return { status: null, isQdrant: false, text: String(error) };
  if ('status' in error && typeof error.status === 'number') {
    const said = saidBy('data' in error ? error.data : null);
    return { status: error.status, isQdrant: said !== null, text: said ?? `HTTP ${error.status}` };
  }
  if (error.name === 'TimeoutError' || error.name === 'AbortError') {
    return { status: null, isQdrant: false, text: 'no answer in time' };
  }
  if (error instanceof SyntaxError) return { status: null, isQdrant: false, text: 'its answer is no JSON' };
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause ? String(cause.code) : '';
  return { status: null, isQdrant: false, text: REASONS[code] ?? (code || shortened(cause.message)) };
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it broke off',
  UND_ERR_SOCKET: 'it broke off',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody that is trusted here',
};

/** `{ status: { error } }`, as Qdrant answers; null: some other program did. */
function saidBy(data: unknown): string | null {
  const status = (data as { status?: unknown } | null)?.status;
  const said = (status as { error?: unknown } | null | undefined)?.error;
  return typeof said === 'string' ? shortened(said) : null;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
}

export function describeAnswer(store: string, text: string, status: number | null): UserError {
  if (status === 401 || status === 403) {
    return new UserError('store-refused', `the store ${store} does not let us in: ${text}`, [
      'set the environment variable QDRANT_API_KEY to its key',
    ]);
  }
  if (status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return new UserError('store-refused', `the store ${store} does not take what it is asked: ${text}`, [
      'a server older than 1.18 cannot add vectors to a collection: update it, or use another prefix for each strategy',
    ]);
  }
  const how = status === null ? 'cannot be reached' : 'cannot do it now';
  return new UserError('store-unreachable', `the store ${store} ${how}: ${text}`, [
    'nothing is lost: documents wait in the ledger, and `strat publish` delivers them',
    'the ledger answers meanwhile: `strat query … --store embedded`',
  ]);
}

export function notOurs(store: string, why: string): UserError {
  return new UserError('store-not-ours', `the store ${store} is not one of ours: ${why}`, [
    'correct `store.qdrant.url` in the config',
    'give the collections a prefix of their own: `store: { qdrant: { prefix: mine_ } }`',
  ]);
}
