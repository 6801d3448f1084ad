/** Problems of paper trading: of its ledger, of an account, and of a session that must not be booked. */
import type { Problem } from './problem.ts';

export const PAPER = {
  'ledger-busy': {
    means: 'Another process has been writing the ledger for longer than a session takes. Nothing was booked.',
    remedies: ['run the same command again once the other one is done', 'look for a process that hangs'],
    temporary: true,
  },
  'account-busy': {
    means:
      'Another invocation books sessions of this account and is not done yet. Nothing was booked by this one. A process that ' +
      'has died is never waited for.',
    remedies: ['run the same command again once the other one is done', 'look for a process that hangs'],
    temporary: true,
  },
  'clock-behind': {
    means:
      'The clock of this machine shows a time before the last session was booked: it was set back, or is not set yet. What is ' +
      'due by it is not what is due. Nothing was booked.',
    remedies: [
      'set the clock, by NTP at best, and run the same command again',
      '`strat status` shows what was booked last',
    ],
    temporary: true,
  },
  'paper-other-clock': {
    means:
      'The last session of the account was booked by another clock: of recorded days (`--replay`), where this invocation ' +
      'takes the clock on the wall, or the other way round. That is mostly an option forgotten. Nothing was booked.',
    remedies: [
      'give the same `--replay FROM..TO` as before, or leave it out as before',
      'where the account is to change over and the data are of the same market, say `--change-clock` once',
    ],
  },
  'paper-made-up': {
    means:
      'The synthetic market makes its companies anew for another period. Each evening of the clock on the wall has another ' +
      'period, and would be traded on another market than the evening before. Nothing was booked.',
    remedies: [
      'replay days of it: `--replay FROM..TO`, within the period of the strategy',
      'name a config with bars: docs/files.md',
    ],
  },
  'time-up': {
    means:
      'The invocation was given a time by `--timeout`, and was not done when it was over. It stopped between two sessions, or ' +
      'within what is computed before the first; what is booked stays, and what was trained goes on from there.',
    remedies: ['run the same command again: it goes on', 'give it more time, where there is a model to train'],
    temporary: true,
  },
  'schedule-not-possible': {
    means:
      'The scheduler of this system cannot be told of the strategy, or says that it could not do what it was told.',
    remedies: [
      'choose another one: `--kind systemd`, `cron` or `windows`',
      '`--dry-run` prints what is to be put in place by hand',
    ],
  },
  'schedule-name-taken': {
    means: 'There is a schedule of that name already, for an account of the same name in another ledger.',
    remedies: [
      'give one of the two accounts another name: `--account NAME`',
      '`strat schedule remove` with the other config',
    ],
  },
  'ledger-damaged': {
    means:
      'The file that holds the accounts cannot be read as one. Nothing was booked, and nothing in it was changed. What a ' +
      'power cut leaves half written is no damage: it is taken back when the ledger is next opened.',
    remedies: [
      'put a backup in its place: sessions that it lacks are booked again, to the same figures',
      'check the disk',
    ],
  },
  'ledger-version': {
    means: 'The ledger was written by another version of this program.',
    remedies: ['use the newest version: it brings an older ledger up to date when it next books a session'],
  },
  'no-ledger': {
    means: 'Nothing has been traded on paper yet under this config, so that there is no ledger to show or to change.',
    remedies: ['`strat run FILE --mode paper` opens an account', 'name the config with which it was opened'],
  },
  'no-account': {
    means: 'The ledger has no account of that name.',
    remedies: ['`strat status` lists the accounts', '`strat run FILE --mode paper --account NAME` opens one'],
  },
  'paper-halted': {
    means:
      'Somebody has halted paper trading. No session is booked until it is resumed; those missed meanwhile are due then.',
    remedies: ['find out why it was halted', '`strat resume` lets it go on'],
  },
  'paper-other-strategy': {
    means:
      'The account follows another plan than the strategy compiles to now. Each of its sessions is tied to the plan it was ' +
      'decided by, so that changing it is an act of its own.',
    remedies: [
      '`strat account migrate FILE` shows what differs, and `--yes` changes it',
      'trade the new strategy in an account of its own: `--account NAME`',
      'go back to the file, params and libraries the account was opened with',
    ],
  },
  'paper-split': {
    means:
      'Paper trading needs a model that has learnt from the past only, and it goes on with the newest one. Folds of ' +
      'cross-validation learn from what comes after the days they judge.',
    remedies: ['divide sessions with `walk_forward`, or with train, validate and test in that order'],
  },
  'paper-too-early': {
    means: 'The first session asked for lies before the test window: the model has learnt from those days.',
    remedies: ['begin within the test window of the strategy, or after it'],
  },
  'paper-no-model': {
    means: 'The trained model that the account predicts with is no longer kept, or is damaged.',
    remedies: [
      'put back what was deleted from the folder of artifacts (`storage.artifacts`)',
      '`strat account migrate FILE --yes` trains it again on the data of today, and goes on with that',
    ],
  },
  'paper-no-predictions': {
    means:
      'The account trades stored predictions, and none are stored for this plan on these data, or not for that session.',
    remedies: [
      'make them: `strat run FILE --mode backtest` with the same config',
      'open an account that predicts with the model: `--predictions model`',
    ],
  },
  'paper-data-old': {
    means:
      'Too few of the stocks that traded the session before have a bar for the session that is due. Deciding on them would ' +
      'take late bars for halts. Nothing was booked; the session stays due.',
    remedies: [
      'pull the data, or wait until they are there, and run the same command again',
      'where so many stocks are halted in truth, lower `paper.least_bars` in the config',
    ],
    temporary: true,
  },
  'paper-other-data': {
    means:
      'The data know fewer than half of the stocks that the account could hold the session before: another config, another ' +
      'source, or another seed of the synthetic market. Nothing was booked, and waiting will not change it.',
    remedies: [
      'name the config that the account was opened with',
      'where a file has lost most of its stocks, bring it back',
      'trade the other data in an account of their own: `--account NAME`',
    ],
  },
  'paper-quality': {
    means:
      'The rules of data quality find something wrong with too many bars of the session that is due. Nothing was booked; ' +
      'the session stays due.',
    remedies: [
      'look at them: `strat data quality`, or the findings named in the message',
      'where they are right after all, raise `paper.most_findings` in the config, or set the rule to `off`',
    ],
  },
  'paper-calendar-changed': {
    means: 'The sessions of the data no longer follow on what the account has booked: days have appeared or gone.',
    remedies: ['use the calendar that the account began with', 'open a new account'],
  },
  'paper-stock-missing': {
    means: 'The account holds a stock that the data no longer know, so that it has no price.',
    remedies: [
      'bring its bars back; one that was delisted needs its row in `data.delistings`',
      'where it was renamed, tell the source so',
    ],
  },
  'paper-positions-differ': {
    means:
      'What the broker holds is not what the book says. Orders made from one of them would be wrong for the other. Nothing ' +
      'was booked.',
    remedies: ['find out what was traded besides, or what was not', 'open a new account where the broker is right'],
  },
  'paper-other-broker': {
    means: 'The account is held at a broker elsewhere as well, and the config names another one, or none.',
    remedies: ['use the config the account was begun with', 'open another account: `--account NAME`'],
  },
  'broker-unfit': {
    means:
      'A broker elsewhere trades in real time, in the auctions that open and close a session, and takes orders before. The ' +
      'strategy or the clock asks for something else.',
    remedies: [
      'fill `at next open` or `at next close`, without `limit turnover` and `participation`',
      'trade it with `paper: { broker: simulated }`',
    ],
  },
  'broker-unreachable': {
    means:
      'The broker did not answer, or not in a way that can be understood. What it was asked may have happened or not: the ' +
      'same command finds out. No order is given twice, for each has an id that the broker takes once.',
    remedies: ['run the same command again', 'check `paper.broker.url` in the config'],
    temporary: true,
  },
  'broker-not-yet': {
    means:
      'The session is booked, and the broker does not take its orders before a later hour: they wait in the ledger. Whoever ' +
      'gave them earlier would have them rejected for good.',
    remedies: [
      'run the same command again after that hour, before the next open',
      'have it run then: `at 19:15 America/New_York`',
    ],
    temporary: true,
  },
  'broker-refused': {
    means:
      'The broker does not take the keys, says that the account may not trade, or is not known to be one on paper.',
    remedies: [
      'check the variables of the environment that `key_from` and `secret_from` of `paper.broker` name',
      'ask the broker',
    ],
  },
  'broker-working': {
    means: 'A session is due, and the broker is not done with orders of the one before it. Nothing was booked.',
    remedies: ['run the same command again later', 'cancel those orders at the broker, if it never ends'],
    temporary: true,
  },
  'broker-apart': {
    means:
      'What the broker elsewhere holds is further from the book than `paper.broker.most_apart` allows: orders were rejected, ' +
      'filled in part, or at prices far from those of the book. Nothing was booked; the session stays due.',
    remedies: [
      'look at the orders that were not filled: the table `remote_orders` of the ledger',
      'allow more: the orders of the next session start from what is held there, and make it good',
    ],
  },
  'paper-equity-differs': {
    means:
      'Cash and positions do not add up to the equity of the book after the session. This is a bug in strat or a damaged ' +
      'ledger. The session was taken back, and nothing was booked.',
    remedies: ['report it, with the message', 'check the ledger for changes by other programs'],
  },
} satisfies Record<string, Problem>;
