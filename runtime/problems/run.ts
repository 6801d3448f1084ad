/** Problems of learning, of the book, and of the machine a run is done on. */
import type { Problem } from './problem.ts';

export const RUN = {
  'constant-feature': {
    means:
      'A feature has one value, or none, in the whole training window: it cannot be normalised and teaches nothing.',
    remedies: ['leave the feature out', 'check the column it is made of: it may be filled with one number'],
  },
  'no-examples': {
    means: 'No training session has enough stocks with features and a label to learn from.',
    remedies: ['lengthen the training window', 'check that the data reaches beyond it, so that labels are known'],
  },
  'training-diverged': {
    means:
      'The loss or a weight became infinite or not a number. The message names the session, stock and feature that ' +
      'carried it. Nothing of this training is kept but its last good checkpoint.',
    remedies: [
      'lower the learning rate',
      'clip the features: `normalize zscore(clip: 5) fitted on train`',
      'look at the data of the stock and session named',
    ],
  },
  'prediction-not-a-number': {
    means: 'The model predicts something that is no number, so that no order of the stocks exists.',
    remedies: ['look at the features of the stock and session named', 'train again with a lower learning rate'],
  },
  'no-test-sessions': {
    means: 'The data has no session in the test window, so there is no book to run.',
    remedies: ['move the test window of `split`, or use data that covers it'],
  },
  'weights-failed': {
    means:
      'An optimiser found no weights for the names of a side, though each of them has returns that vary: rounding keeps ' +
      'it from its solution. No other weights are put in their place.',
    remedies: [
      'look at the returns of the names before that session: two of them may be copies of one series',
      'divide the side another way, such as `equal` or `inverse_volatility(20d)`',
    ],
  },
  'cost-not-a-number': {
    means: 'The cost of a rebalance is no number, so equity could not be followed any further.',
    remedies: ['look at the expressions in `costs`: a division by a turnover of zero has no value'],
  },
  'cost-negative': {
    means: 'A rebalance would be paid instead of costing something, and every trade would make the result look better.',
    remedies: ['keep every rate of `costs` at zero or above, for every turnover: `maximum(0 bps, …)`'],
  },
  'order-cost-missing': {
    means:
      'What a single order costs is no number, mostly because a volume or another value of the stock is missing in that ' +
      'session. A trade that costs nobody knows what is not made up.',
    remedies: [
      'say what is charged where a value is missing: `where(is_missing(x), 50 bps, …)`',
      'keep every rate of `costs` at zero or above: `maximum(0 bps, …)`',
    ],
  },
  'equity-lost': {
    means: 'Equity fell to zero or below: there is nothing left to trade with.',
    remedies: ['lower `gross`, or the upper bound of `scale`', 'add a stop or a weight limit'],
  },
  'book-state-version': {
    means:
      'The book of an account was saved by another version of the engine, and the sessions it has booked do not come out ' +
      'the same when they are computed again: data were revised, or the ledger was changed. Nothing was booked.',
    remedies: ['`strat audit --paper` says which figures differ, and why', 'go on with the program that saved it'],
  },
  'engine-missing': {
    means: 'The config asks for a numeric engine that is not there on this machine. `strat doctor` says why.',
    remedies: ['say `backend: auto` under `engine`', 'install what `strat doctor` names'],
  },
  'no-bf16': {
    means:
      'The config asks for matrix products of bf16 operands, which only the native engine has, and only on processors ' +
      'with AVX512_BF16: AMD from Zen 4 on, Intel Xeons from the fourth generation on. A virtual machine may hide it. ' +
      'Nothing else is taken instead, since results would be others. `strat doctor` says what is missing.',
    remedies: [
      'say `precision: float32` under `engine`, or leave it out',
      'run it on such a processor, with `backend: auto` or `native`',
    ],
  },
  'out-of-memory': {
    means: 'The memory a training step needs could not be had; the message says how much was asked.',
    remedies: ['lower `batch`, `window` or `hidden` of the model', 'close what else uses memory'],
  },
  'no-report': {
    means: 'There is no finished run of this strategy with these settings, so there is nothing to show.',
    remedies: ['run it first: `strat run FILE`', 'name the run folder'],
  },
  'no-model': {
    means: 'There is no finished run of this strategy with these settings, and so no trained model to export.',
    remedies: ['run it first: `strat run FILE --mode train`', 'name the run folder'],
  },
  'not-writable': {
    means: 'A folder in which results are kept may not be written.',
    remedies: ['choose another folder under `storage` in the config', 'change its permissions'],
  },
  'not-a-folder': {
    means: 'Where a folder is needed there is a file, or the path leads through one.',
    remedies: ['choose another folder under `storage` in the config'],
  },
  'disk-full': {
    means: 'The disk is full. Finished stages are kept, so nothing of them is lost.',
    remedies: ['free some space and run the same command again: it goes on where it was'],
  },
} satisfies Record<string, Problem>;
