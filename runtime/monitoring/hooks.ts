/**
 * Tells one piece of news to one hook: an address that takes JSON, or a program. Either has a time limit, and what goes
 * wrong is said without the address, which may be a secret.
 */
import { spawn } from 'node:child_process';
import type { HookConfig } from '../../configs/monitoring.ts';
import type { News } from './news.ts';
import { type Environment, referencesIn, resolved } from './secrets.ts';

/** @throws Error whose message is fit to be shown */
export async function tellHook(hook: HookConfig, news: News, environment: Environment): Promise<void> {
  const limit = hook.timeout_seconds * 1000;
  if (hook.webhook !== null) await post(hook.webhook, news, limit, environment);
  if (hook.command !== null) await start(hook.command, news, limit, environment);
}

async function post(webhook: string, news: News, limit: number, environment: Environment): Promise<void> {
  const address = resolved(webhook, environment);
  if (address === null) {
    const lacking = referencesIn(webhook).filter((name) => !environment[name]);
    throw new Error(`${lacking.join(' and ')} of its address is not set in the environment`);
  }
  const { url, authorization } = parted(address);
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      body: JSON.stringify(news),
      // Whoever is sent elsewhere would take the news there, and perhaps the address's secret.
      redirect: 'error',
      signal: AbortSignal.timeout(limit),
    });
    await response.body?.cancel();
  } catch (error) {
    throw new Error(reasonOf(error));
  }
  if (!response.ok) throw new Error(`it answered ${response.status}`);
}

/** User and password of an address go into a header: `fetch` takes none. */
function parted(address: string): { url: URL; authorization: string | null } {
  if (!URL.canParse(address)) throw new Error('what the variable holds is no address');
  const url = new URL(address);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, authorization: username === '' ? null : `Basic ${Buffer.from(user).toString('base64')}` };
}

/** Messages of `fetch` quote the address; codes do not. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as Error;
  if (name === 'TimeoutError') return 'it did not answer in time';
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code === undefined ? 'it could not be reached' : `it could not be reached (${code})`;
}

/** Its output is let go: nothing is known of what it says. */
function start(command: readonly string[], news: News, limit: number, environment: Environment): Promise<void> {
  const [program, ...words] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program!, words, {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...environment, STRAT_KIND: news.kind, STRAT_ACCOUNT: news.account, STRAT_TEXT: news.text },
    });
    // Not the limit of `spawn`: of a program that is not there it would keep this process until it is over.
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    child.on('error', ({ code }: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new Error(`it could not be started (${code})`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(new Error(signal === null ? `it ended with exit code ${code}` : 'it did not end in time'));
    });
    // One that does not read its input has done nothing wrong.
    child.stdin.on('error', () => {});
    child.stdin.end(`${JSON.stringify(news)}\n`);
  });
}
