/** Problems with the feed that a pull asks, before it asks it. What it answers is told ticker by ticker. */
import type { Problem } from './problem.ts';

export const FEEDS = {
  'no-such-feed': {
    means:
      'The config names a feed that is neither known by name nor a module at that path, from the folder of the config.',
    remedies: ['say `from: yahoo`, `from: files`, or the path of a module such as `from: ./stooq.ts`'],
  },
  'bad-feed': {
    means:
      'A module was named as a feed, and it is none: it cannot be loaded, exports no function `feed`, turns its options ' +
      'down, or gives something else than a feed.',
    remedies: ['correct the module; examples/feeds/stooq.ts shows a whole one', 'correct `data.feed.options`'],
  },
} satisfies Record<string, Problem>;
