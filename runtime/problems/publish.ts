/** Problems of `strat query` and `strat publish`: of what is asked for, and of the store that is asked. None stops a session. */
import type { Problem } from './problem.ts';

export const PUBLISH = {
  'no-such-recommendation': {
    means: 'The account has no recommendation for that name on that day, or not with the vector that is compared.',
    remedies: [
      '`strat query recommendations --from DAY` lists what there is',
      'compare what was decided, which every recommendation has: `--by decision`',
    ],
  },
  'store-unreachable': {
    means:
      'The vector store does not answer, not in time, or with an error of its own. Nothing is lost: every document waits in ' +
      'the ledger until it is delivered, and sessions are booked meanwhile.',
    remedies: [
      'start it, or correct `store` in the config',
      '`strat publish` delivers what waits; so does the next paper session',
      'ask the ledger instead: `--store embedded`',
    ],
    temporary: true,
  },
  'store-refused': {
    means: 'The vector store answers, and does not let us in or does not take what it is asked.',
    remedies: [
      'set the environment variable QDRANT_API_KEY to the key of the store; a config never holds it',
      'compare the version of the server with that of the contract: 1.19',
    ],
  },
  'store-not-ours': {
    means:
      'What lies at the address of the vector store is not what strat keeps there: another program answers, or a collection ' +
      'of that name has other vectors or other documents.',
    remedies: [
      'give the collections a prefix of their own: `store: { qdrant: { prefix: mine_ } }`',
      'correct `store.qdrant.url` in the config',
    ],
  },
  'store-not-configured': {
    means:
      'The command is about a vector store, and the config names none: documents stay in the ledger, where they are asked for.',
    remedies: ['write `store: qdrant` into the config', 'ask the ledger: `--store embedded`'],
  },
} satisfies Record<string, Problem>;
