/** Problems with the local store of market data, and with pulling data into it. */
import type { Problem } from './problem.ts';

export const STORE = {
  'no-snapshot': {
    means:
      'The store holds no snapshot of this name, or none at all: nothing was pulled into it yet, or the config names ' +
      'another folder than the pull did.',
    remedies: [
      'pull first: `strat data pull --config FILE`',
      'say `snapshot: latest`, or an id that `strat data status` shows',
    ],
  },
  'damaged-store': {
    means:
      'A file of the store is gone, or no longer holds the bits that were written: every file is named by its hash. ' +
      'Nothing of it is used.',
    remedies: [
      '`strat data verify` names all damaged files',
      '`strat data repair` sets them aside and pulls just those again, or says what is lost',
    ],
  },
  'store-version': {
    means: 'The store was written by a later version of strat than this one.',
    remedies: ['use that version, or pull into another folder'],
  },
  'store-busy': {
    means: 'Another process is writing into the store. Two at once would each keep half of what they pulled.',
    remedies: [
      'wait until it is done',
      'if the process is gone, on another host or after a restart, remove the file that the message names',
    ],
    temporary: true,
  },
  'no-feed': {
    means: 'The command works on a local store, and the config names none, or not where its bars come from.',
    remedies: ['say `source: store` under `data`, with `path` and `feed`', '`strat help data` shows an example'],
  },
  'no-tickers': {
    means: 'A vendor has to be told whose bars to send, and the config does not say it.',
    remedies: ['name them under `data.feed.tickers`: a list, a file, or a membership', 'name them behind the command'],
  },
  'not-as-traded': {
    means:
      'A store keeps bars as they were traded, with the splits and dividends that adjust them. From adjusted bars ' +
      'alone what was traded cannot be told.',
    remedies: [
      'name the splits: a column `split_factor`, or a file under `corporate_actions`',
      'bars adjusted for dividends are read without a store: `source: parquet` or `source: csv`',
    ],
  },
} satisfies Record<string, Problem>;
