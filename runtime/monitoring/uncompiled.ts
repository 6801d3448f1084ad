/**
 * A strategy that compiles no more, as after an edit: there is no plan to book an account by, and whoever looks after the
 * account is told all the same. Without `--account`, which every schedule says, nobody knows whose it is.
 */
import type { MonitoringConfig } from '../../configs/monitoring.ts';
import { withAccountLock } from '../paper/ledger/accountLock.ts';
import type { PaperOutcome } from '../paper/listener.ts';
import type { Since } from '../paper/status/bookedSince.ts';
import type { AccountStatus } from '../paper/status/status.ts';
import { bookedOf, statusOf } from './facts.ts';
import { replaceOutcome } from './heartbeat.ts';
import { openLog } from './log.ts';
import { newsAfter } from './news.ts';
import { monitoringPlaces } from './places.ts';
import { namedSecrets, redactor } from './secrets.ts';
import { tellNews } from './telling.ts';

export interface Uncompiled {
  readonly account: string;
  readonly config: MonitoringConfig;
  /** `storage.paper`, and the ledger in it. */
  readonly folder: string;
  readonly file: string;
  /** Of this program. */
  readonly version: string;
  readonly startedAt: Date;
}

/**
 * As the account's only invocation.
 * @throws UserError `account-busy`, or an Error that says who could not be told. Nothing is left of an account that there is not.
 */
export async function tellUncompiled(asked: Uncompiled): Promise<void> {
  const status = statusOf(asked);
  if (status === null) return;
  const { signal } = new AbortController();
  await withAccountLock(asked.file, asked.account, { signal }, () => tell(asked, status));
}

async function tell(
  { account, config, file, folder, version, startedAt }: Uncompiled,
  status: AccountStatus,
): Promise<void> {
  const error = new Error('the strategy has errors: `strat check` shows them');
  const outcome: PaperOutcome = { account, code: 'strategy-errors', error, startedAt, endedAt: new Date() };
  const places = monitoringPlaces(folder);
  const redact = redactor(process.env, namedSecrets(config));
  const log = openLog({ account, config: config.log, places, redact, now: startedAt, about: { version } });
  await log.close?.(outcome);
  replaceOutcome(places.heartbeat(account), outcome);
  if (config.tell.length === 0) return;
  const telling = { file: places.told(account), hooks: config.tell, environment: process.env, redact };
  const booked = (since: Since) => bookedOf({ file, account }, since);
  const facts = { outcome, status, booked, due: null, next: null };
  await tellNews(telling, (told) => newsAfter(facts, { account, strategy: status.strategy }, told));
}
