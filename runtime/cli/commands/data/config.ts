/** The store that a config names, and the feed that fills it. */
import { resolve } from 'node:path';
import type { FeedConfig, StoreConfig } from '../../../../configs/schema.ts';
import { identityOf } from '../../../feeds/open.ts';
import { UserError } from '../../../ports.ts';
import { readLastStays } from '../../../sources/files/identityTables.ts';
import { withDuck } from '../../../store/database.ts';
import { placesOf, type StorePlaces } from '../../../store/layout.ts';
import type { LastStays } from '../../../store/missing.ts';
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
