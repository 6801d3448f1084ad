/** The feed that a config names. What it needs to work is loaded when it is opened, not before. */
import type { FeedConfig, StoreConfig } from '../../configs/schema.ts';
import type { IdentitySettings } from '../sources/files/identityTables.ts';
import type { BulkFeed } from './bulk.ts';
import type { Feed } from './feed.ts';

/** Relative paths of the config start at `baseFolder`. `store` is what the feed is to fill. */
export async function openFeed(
  config: FeedConfig,
  baseFolder: string,
  store: Pick<StoreConfig, 'identity' | 'date_format'>,
): Promise<Feed | BulkFeed> {
  switch (config.from) {
    case 'files': {
      const { openFilesFeed } = await import('./files/feed.ts');
      return openFilesFeed(config.files!, baseFolder, identityOf(store));
    }
    case 'yahoo': {
      const { openYahoo } = await import('./yahoo/feed.ts');
      return openYahoo(config);
    }
    default: {
      const { openModule } = await import('./module.ts');
      return openModule(config, baseFolder);
    }
  }
}

/** Of files beside a store, which are read by the ending of their names. */
export function identityOf({ identity, date_format }: Pick<StoreConfig, 'identity' | 'date_format'>): IdentitySettings {
  return { source: 'parquet', identity, date_format };
}

export function isBulk(feed: Feed | BulkFeed): feed is BulkFeed {
  return 'relations' in feed;
}
