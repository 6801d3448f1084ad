/**
 * A module of one's own as a feed: `from: ./stooq.ts` names a file, JavaScript or TypeScript whose types can be
 * stripped, that exports `feed(options)`. It says how to ask for a ticker and how to read the answer; what every feed
 * does alike is handed to it, since a file beside a config has nowhere to import it from. examples/feeds/stooq.ts is one.
 */
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FeedConfig } from '../../configs/schema.ts';
import { UserError } from '../ports.ts';
import { PoliteClient, type Reply } from './client.ts';
import { type AnswerOne, answerEach } from './each.ts';
import { FeedFailure, shortened } from './failure.ts';
import type { Feed, FeedAnswer, FeedProblemCode, FeedRequest } from './feed.ts';
import { ACTUAL_TIMING } from './timing.ts';
import { verifiedFeed } from './verify.ts';

/** What `feed` of the module is called with. */
export interface FeedOptions {
  /** `data.feed.options` of the config, as it stands there: for the module to check. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Relative paths of the config start here. */
  readonly folder: string;
  /**
   * The body behind an address; with `data.feed.requests` at once and a minute, tried again, and given up in time.
   * 404 is `unknown-ticker`, every other answer but a success is `bad-answer`.
   * @throws what `answerEach` makes a problem of the ticker
   */
  get(url: string, signal: AbortSignal): Promise<string>;
  /** Asks for each ticker, some at once; what `answerOne` throws is the problem of its ticker. All that `histories` has to do. */
  answerEach(requests: readonly FeedRequest[], signal: AbortSignal, answerOne: AnswerOne): AsyncIterable<FeedAnswer>;
  /** To be thrown within `answerOne`. The message is for people: `the file has no bars`. */
  failure(code: FeedProblemCode, message: string): Error;
}

/** @throws UserError when the module is not there, cannot be loaded, or is no feed */
export async function openModule(
  { from, requests, options }: Pick<FeedConfig, 'from' | 'requests' | 'options'>,
  folder: string,
): Promise<Feed> {
  const make = await makerOf(from, folder);
  const client = new PoliteClient(requests, ACTUAL_TIMING);
  const given: FeedOptions = {
    options,
    folder,
    get: (url, signal) => client.get(url, { signal, read: bodyOf }),
    answerEach: (asked, signal, answerOne) => answerEach(asked, requests.at_once, signal, answerOne),
    failure: (code, message) => new FeedFailure(code, message),
  };
  let feed: unknown;
  try {
    feed = await make(given);
  } catch (error) {
    throw new UserError('bad-feed', `${from} does not take its options: ${messageOf(error)}`, [
      'correct `data.feed.options` in the config',
    ]);
  }
  if (isFeed(feed)) return verifiedFeed(feed);
  throw new UserError('bad-feed', `what \`feed\` of ${from} gives is no feed`, [
    'it gives `{ name, description, histories }`: two texts and a function, as `Feed` in runtime/feeds/feed.ts says',
  ]);
}

type Maker = (options: FeedOptions) => unknown;

async function makerOf(from: string, folder: string): Promise<Maker> {
  const path = resolve(folder, from);
  await access(path).catch(() => {
    throw new UserError('no-such-feed', `there is no feed \`${from}\`: no known name, and no module ${path}`, [
      '`data.feed.from` is `yahoo`, `files`, or the path of a module from the folder of the config file',
    ]);
  });
  let module: { readonly feed?: unknown };
  try {
    module = await import(/* @vite-ignore */ pathToFileURL(path).href);
  } catch (error) {
    throw new UserError('bad-feed', `${from} cannot be loaded: ${messageOf(error)}`, [
      'TypeScript is read as it stands: types are left out, and `enum`, `namespace` and the like cannot be',
    ]);
  }
  if (typeof module.feed === 'function') return module.feed as Maker;
  throw new UserError('bad-feed', `${from} exports no function \`feed\``, [
    'write `export function feed(options: FeedOptions): Feed`; examples/feeds/stooq.ts shows one',
  ]);
}

function isFeed(value: unknown): value is Feed {
  const { name, description, histories } = (value ?? {}) as Partial<Record<keyof Feed, unknown>>;
  return typeof name === 'string' && name !== '' && typeof description === 'string' && typeof histories === 'function';
}

function messageOf(error: unknown): string {
  return shortened(error instanceof Error ? error.message : String(error));
}

function bodyOf({ status, body }: Reply): string {
  if (status === 404) throw new FeedFailure('unknown-ticker', 'there is no such ticker at its address (HTTP 404)');
  if (status >= 200 && status < 300) return body;
  throw new FeedFailure('bad-answer', `its address answers with HTTP ${status}: ${shortened(body)}`);
}
