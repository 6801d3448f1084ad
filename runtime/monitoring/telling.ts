/**
 * Who was told of what. Each piece of news is told once to each hook that wants it; where that fails, it waits for the next
 * invocation, ten times at most. Trouble is told once, until it is another or is over, which is told, too. All of this is
 * kept in a file of its own: a ledger that is damaged is what has to be told.
 */
import { createHash } from 'node:crypto';
import type { HookConfig } from '../../configs/monitoring.ts';
import { tellHook } from './hooks.ts';
import { kindsOf, type News, type Told } from './news.ts';
import { readIfThere, replacePrivateFile } from './privateFiles.ts';
import type { Environment, Redact } from './secrets.ts';

const MOST_ATTEMPTS = 10;
/** For each hook; the oldest are let go. */
const MOST_WAITING = 20;

interface Waiting {
  readonly hook: string;
  readonly news: News;
  readonly attempts: number;
}

interface Kept {
  readonly version: 1;
  readonly told: Told;
  readonly waiting: readonly Waiting[];
}

export interface Telling {
  readonly file: string;
  readonly hooks: readonly HookConfig[];
  readonly environment: Environment;
  readonly redact: Redact;
}

/**
 * @param make what is to be told, given what was
 * @throws Error that says who could not be told
 */
export async function tellNews(
  telling: Telling,
  make: (told: Told) => { readonly news: readonly News[]; readonly told: Told },
): Promise<void> {
  const { file, hooks, redact } = telling;
  const kept = readKept(file);
  const { news, told } = make(kept.told);
  const heard = kept.told.trouble === null ? [] : kindsOf(kept.told.trouble);
  const ends = await Promise.all(
    hooks.map((hook, place) => {
      const id = idOf(hook);
      const fresh = news.filter(({ kind }) => wants(hook, kind === 'recovered' ? heard : [kind]));
      const waiting = kept.waiting.filter((each) => each.hook === id);
      const queue = [...waiting, ...fresh.map((each) => ({ hook: id, news: redacted(each, redact), attempts: 0 }))];
      return deliver(hook, place, queue.slice(-MOST_WAITING), telling.environment);
    }),
  );
  replacePrivateFile(
    file,
    `${JSON.stringify({ version: 1, told, waiting: ends.flatMap(({ left }) => left) } satisfies Kept)}\n`,
  );
  const failures = ends.flatMap(({ failure }) => failure ?? []);
  if (failures.length > 0) throw new Error(redact(failures.join('; ')));
}

/** In order; after the first that fails the hook is not tried again this time. */
async function deliver(hook: HookConfig, place: number, queue: readonly Waiting[], environment: Environment) {
  for (const [k, { news }] of queue.entries()) {
    try {
      await tellHook(hook, news, environment);
    } catch (error) {
      const left = queue.slice(k).map((each, later) => (later === 0 ? { ...each, attempts: each.attempts + 1 } : each));
      const kind = hook.webhook === null ? 'command' : 'webhook';
      return {
        left: left.filter(({ attempts }) => attempts < MOST_ATTEMPTS),
        failure: `the ${kind} of \`monitoring.tell\`, number ${place + 1}, was not told: ${(error as Error).message}`,
      };
    }
  }
  return { left: [], failure: null };
}

function wants({ on }: HookConfig, kinds: readonly News['kind'][]): boolean {
  return on.some((each) => kinds.includes(each));
}

/** By what it is and does; the address itself may be a secret. */
function idOf({ webhook, command }: HookConfig): string {
  return createHash('sha256')
    .update(JSON.stringify([webhook, command]))
    .digest('hex')
    .slice(0, 12);
}

function redacted(news: News, redact: Redact): News {
  return { ...news, text: redact(news.text), hints: news.hints.map(redact) };
}

/** What cannot be read is as if nothing was told: it is told twice rather than never. */
function readKept(file: string): Kept {
  try {
    const kept = JSON.parse(readIfThere(file) ?? 'null') as Kept | null;
    if (kept?.version === 1) return kept;
  } catch {
    // Half a file, or none of ours.
  }
  return { version: 1, told: { through: null, trouble: null }, waiting: [] };
}
