/** The store that a config names, and the feed that fills it. */
import { resolve } from 'node:path';
import type { FeedConfig, StoreConfig } from '../../../../configs/schema.ts';
import { identityOf, isBulk, openFeed } from '../../../feeds/open.ts';
import { UserError } from '../../../ports.ts';
import { readLastStays } from '../../../sources/files/identityTables.ts';
import { withDuck } from '../../../store/database.ts';
import { placesOf, type StorePlaces } from '../../../store/layout.ts';
import type { LastStays } from '../../../store/missing.ts';
import type { PullRequest } from '../../../store/pull.ts';
import { wantedTickers } from '../../../store/tickers.ts';
import { type Invocation, UsageError } from '../../command.ts';
import { type LoadedConfig, loadConfig } from '../../config.ts';
import { displayName } from '../../files.ts';

export interface ConfiguredStore {
  readonly loaded: LoadedConfig;
  readonly data: StoreConfig;
  readonly places: StorePlaces;
  /** How outputs call it. */
  readonly name: string;
}

export async function configuredStore(invocation: Invocation): Promise<ConfiguredStore> {
  const file = invocation.text('config');
  if (file === undefined) throw new UsageError('`strat data` needs --config FILE: it says where the store is');
  const loaded = await loadConfig(file);
  const { data } = loaded.config;
  if (data.source !== 'store') {
    throw new UserError('no-feed', `${file} names no store: its \`data.source\` is ${data.source}`, [
      'say `source: store` under `data`, with `path` and `feed`',
    ]);
  }
  return storeOf(loaded, data);
}

export function storeOf(loaded: LoadedConfig, data: StoreConfig): ConfiguredStore {
  const places = placesOf(resolve(loaded.baseFolder, data.path));
  return { loaded, data, places, name: displayName(places.root) };
}

/** @throws UserError when the config names none */
export function feedOf({ data, loaded }: ConfiguredStore): FeedConfig {
  if (data.feed !== null) return data.feed;
  throw new UserError('no-feed', `${loaded.label} does not say where the store's bars come from`, [
    'say it under `data.feed`: `from: files` and what to read, or `from: yahoo` and which `tickers`',
  ]);
}

export interface Wanted {
  /** None: those that the config names. */
  readonly tickers: readonly string[];
  /** ISO days; null: the first day the config wants, today. */
  readonly from: string | null;
  readonly to: string | null;
}

/** What a pull is asked for. @throws UserError when the config names no feed, or not whose bars it is to send */
export async function pullRequest(store: ConfiguredStore, { tickers: named, from, to }: Wanted): Promise<PullRequest> {
  const { data, loaded, places } = store;
  const config = feedOf(store);
  const feed = await openFeed(config, loaded.baseFolder, data);
  const tickers = named.length > 0 ? named : await wantedTickers(data, loaded.baseFolder);
  if (tickers === null && !isBulk(feed)) {
    throw new UserError('no-tickers', `${feed.description} has to be told whose bars to send`, [
      'name them under `data.feed.tickers`: a list, `{ file: … }`, or `{ membership: … }`',
    ]);
  }
  const window = { from: from ?? config.since, to: to ?? today() };
  const { overlap, calendar } = config;
  return { places, feed, tickers, window, overlap, calendar, lastStays: await lastStaysOf(store) };
}

/** Who bore each ticker last and when, as far as the config says. */
export function lastStaysOf({ data, loaded }: ConfiguredStore): Promise<LastStays> {
  return withDuck((duck) => readLastStays(duck, identityOf(data), loaded.baseFolder));
}

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Nobody can do with more lines than this; `--json` has them all. */
export const MOST_LINES = 20;

/** "… and 7 more (--json has all)". */
export function andMore(all: number): string {
  return all > MOST_LINES ? `  … and ${all - MOST_LINES} more (--json has all)\n` : '';
}
