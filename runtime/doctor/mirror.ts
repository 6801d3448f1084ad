/** Accounts that are held at a broker elsewhere as well, as their last invocation left them. Nobody is asked anything. */
import { accountNames } from '../paper/ledger/accounts.ts';
import type { Ledger } from '../paper/ledger/ledger.ts';
import type { MirrorStatus } from '../paper/status/mirror.ts';
import { accountStatus } from '../paper/status/status.ts';
import { apartText, ordersText, stopText } from '../ui/mirrorTexts.ts';
import { type Check, fail, ok, warn } from './check.ts';

export function mirrorChecks(ledger: Ledger): readonly Check[] {
  return accountNames(ledger).flatMap((account) => {
    const { mirror } = accountStatus(ledger, account);
    return mirror === null ? [] : [mirrorCheck(account, mirror)];
  });
}

function mirrorCheck(account: string, mirror: MirrorStatus): Check {
  const name = 'held there';
  const stop = stopText(mirror);
  const at = `${account} at ${mirror.broker}`;
  if (stop !== null) return fail(name, `${at}: ${stop.what}`, stop.advice);
  const what = `${at}: ${apartText(mirror)}; orders ${ordersText(mirror)}`;
  const isRefused = mirror.orders?.unfilled.some(({ state }) => state === 'rejected' || state === 'missed') ?? false;
  if (!isRefused) return ok(name, what);
  return warn(name, what, '`strat status --plain` says which, and why; the next session makes it good');
}
