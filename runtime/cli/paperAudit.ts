/** `strat audit --paper`: what an account has booked, computed again from the data of today. */
import { auditPaper, type PaperAudit } from '../paper/audit.ts';
import type { EventSink } from '../ports.ts';
import { openSource } from '../sources/open.ts';
import type { Invocation } from './command.ts';
import { loadConfig } from './config.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';
import { accountNamed, withLedger } from './paperLedger.ts';
import { compileFor } from './strategy.ts';

export async function auditAccount(invocation: Invocation, events: EventSink): Promise<ExitCode> {
  const { config, baseFolder, arrivals } = await loadConfig(invocation.text('config'));
  const compiled = compileFor(invocation, arrivals);
  if (compiled === null) return EXIT.strategyErrors;
  const data = await openSource(config.data, baseFolder);
  const audit = await withLedger(invocation, 'read', (ledger) =>
    auditPaper(ledger, accountNamed(ledger, invocation.text('account') ?? compiled.plan.strategy), { data, events }),
  );
  if (invocation.flag('json')) process.stdout.write(`${JSON.stringify(audit, null, 2)}\n`);
  else if (!invocation.flag('quiet') || !audit.ok) process.stdout.write(`${auditLines(audit).join('\n')}\n`);
  return audit.ok ? EXIT.ok : EXIT.auditFailed;
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
