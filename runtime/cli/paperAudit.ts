/** `strat audit --paper`: what an account has booked, computed again from the data of today. */
import type { Plan } from '../../compiler/plan.ts';
import { auditPaper, type PaperAudit } from '../paper/audit.ts';
import { type Account, accountNames, hasFollowed } from '../paper/ledger/accounts.ts';
import type { Ledger } from '../paper/ledger/ledger.ts';
import { type EventSink, UserError } from '../ports.ts';
import { openSource } from '../sources/open.ts';
import { type Invocation, UsageError } from './command.ts';
import { loadConfig } from './config.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';
import { accountNamed, withLedger } from './paperLedger.ts';
import { compileFor } from './strategy.ts';

export async function auditAccount(invocation: Invocation, events: EventSink): Promise<ExitCode> {
  const { config, baseFolder, arrivals } = await loadConfig(invocation.text('config'));
  const isOfFile = invocation.operands.length > 0;
  const compiled = isOfFile ? compileFor(invocation, arrivals) : null;
  if (isOfFile && compiled === null) return EXIT.strategyErrors;
  const data = await openSource(config.data, baseFolder);
  const audit = await withLedger(invocation, 'read', (ledger) =>
    auditPaper(ledger, accountAskedFor(invocation, ledger, compiled?.plan ?? null), { data, events }),
  );
  if (invocation.flag('json')) process.stdout.write(`${JSON.stringify(audit, null, 2)}\n`);
  else if (!invocation.flag('quiet') || !audit.ok) process.stdout.write(`${auditLines(audit).join('\n')}\n`);
  return audit.ok ? EXIT.ok : EXIT.auditFailed;
}

/**
 * What was booked is audited by the plans that the ledger recorded: a file only says whose account is meant, and must be one
 * of them.
 * @throws UsageError, UserError `no-account`, `paper-other-strategy`
 */
function accountAskedFor(invocation: Invocation, ledger: Ledger, plan: Plan | null): Account {
  const names = accountNames(ledger);
  const name = invocation.text('account') ?? plan?.strategy ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) throw new UsageError(`--account says which of ${names.join(', ') || 'no accounts'}`);
  const account = accountNamed(ledger, name);
  if (plan === null || hasFollowed(ledger, account, plan.hash)) return account;
  throw new UserError(
    'paper-other-strategy',
    `the account ${account.name} has never followed plan ${plan.hash.slice(0, 12)}, which ${plan.strategy} is now`,
    [`what it has booked is audited without a file: \`strat audit --paper --account ${account.name}\``],
  );
}

/** Of one cause on one day, the difference that matters most: the book's before those of single names. */
function auditLines({ account, sessions, differences }: PaperAudit): readonly string[] {
  if (differences.length === 0) {
    return [`account ${account}: ${sessions} sessions booked again, every figure the same to the last bit`];
  }
  const days = Map.groupBy(differences, ({ day, cause }) => `${day} ${cause}`);
  const told = [...days.values()].filter(([first]) => first!.cause !== 'carried over');
  const carried = new Set(differences.filter(({ cause }) => cause === 'carried over').map(({ day }) => day)).size;
  return [
    `account ${account}: ${sessions} sessions booked again`,
    ...told.map((of) => {
      const { day, cause, of: whose, figure, booked, now } = of[0]!;
      const more = of.length > 1 ? `, and ${of.length - 1} more figures` : '';
      return `${day}  ${cause}${whose === null ? '' : ` (${whose})`}: ${figure} was booked as ${booked}, and is ${now} today${more}`;
    }),
    ...(carried > 0 ? [`${carried} later sessions differ since they go on from these`] : []),
  ];
}
