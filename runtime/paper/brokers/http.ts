/**
 * Requests to a broker. Silence, a server's error and too many requests are asked again after a while; whoever is asked
 * must bear being asked twice. Keys are in no message.
 */
import { UserError } from '../../ports.ts';

export interface BrokerEndpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Before the second attempt; twice as long before each one after. */
  readonly pauseMs: number;
}

export interface BrokerReply {
  readonly status: number;
  /** Parsed JSON; undefined where there was none. */
  readonly body: unknown;
}

const ATTEMPTS = 4;
const TOO_MANY = 429;

/**
 * @returns any reply that is the broker's word: 2xx, and 4xx but for those below
 * @throws UserError `broker-unreachable` after four attempts, `broker-refused` when the keys are not taken
 */
export async function ask(
  { url, headers, timeoutMs, pauseMs }: BrokerEndpoint,
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<BrokerReply> {
  let failure = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs * 2 ** (attempt - 1)));
    try {
      const response = await fetch(`${url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
      });
      const reply = { status: response.status, body: await jsonOf(response) };
      // What may not be asked; an order may be forbidden for reasons of its own.
      if (reply.status === 401 || (reply.status === 403 && body === undefined)) throw refused(url, reply);
      if (reply.status < 500 && reply.status !== TOO_MANY && reply.body !== undefined) return reply;
      failure = reply.body === undefined ? `answers ${reply.status} without JSON` : `answers ${reply.status}`;
    } catch (error) {
      if (error instanceof UserError) throw error;
      failure = wordsOf(error);
    }
  }
  throw new UserError('broker-unreachable', `the broker at ${url} ${failure}, ${ATTEMPTS} times`, [
    'run the same command again once it answers: no order is given twice',
  ]);
}

/** What a reply says of why, for people. */
export function messageOf({ body }: BrokerReply): string | null {
  if (typeof body !== 'object' || body === null || !('message' in body)) return null;
  return typeof body.message === 'string' ? body.message : null;
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function refused(url: string, reply: BrokerReply): UserError {
  const why = messageOf(reply);
  return new UserError('broker-refused', `the broker at ${url} refuses: ${why ?? `it answers ${reply.status}`}`, [
    'check the key and the secret, and that the account may trade',
  ]);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'cannot be reached';
  if (error.name === 'TimeoutError') return 'does not answer in time';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `cannot be reached${code}`;
}
