/** The feed that a config names. What it needs to work is loaded when it is opened, not before. */
import type { FeedConfig } from '../../configs/schema.ts';
import type { BulkFeed } from './bulk.ts';
import type { Feed } from './feed.ts';

/** Relative paths of the config start at `baseFolder`. */
export async function openFeed(config: FeedConfig, baseFolder: string): Promise<Feed | BulkFeed> {
  switch (config.from) {
    case 'files': {
      const { openFilesFeed } = await import('./files/feed.ts');
      return openFilesFeed(config.files!, baseFolder);
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

export function isBulk(feed: Feed | BulkFeed): feed is BulkFeed {
  return 'relations' in feed;
}
