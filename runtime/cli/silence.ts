/** `strat doctor --silence`: whether a session is due and nobody has tried to book it. Started by another scheduler. */
import { dirname } from 'node:path';
import { monitoringPlaces } from '../monitoring/places.ts';
import { namedSecrets, redactor } from '../monitoring/secrets.ts';
import { type Listened, listenTo, listenToAll, silenceNews } from '../monitoring/silence.ts';
import { tellNews } from '../monitoring/telling.ts';
import { withAccountLock } from '../paper/ledger/accountLock.ts';
import type { Invocation } from './command.ts';
import { loadConfig } from './config.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';
import { withLedger } from './paperLedger.ts';

/** Exit code 4 when an account is silent, whether or not it was told before. */
export async function listen(invocation: Invocation): Promise<ExitCode> {
  const { config } = await loadConfig(invocation.text('config'));
  const { tell: hooks, silence_hours: hours } = config.monitoring;
  const now = new Date();
  const redact = redactor(process.env, namedSecrets(config.monitoring));
  const heard = await withLedger(invocation, 'read', async (ledger) => {
    const places = monitoringPlaces(dirname(ledger.file));
    const asked = { now, hours, arrival: config.data.arrives.bars ?? 0 };
    const all = listenToAll(ledger, places, asked);
    for (const { account } of hooks.length === 0 ? [] : all) {
      const telling = { file: places.told(account), hooks, environment: process.env, redact };
      try {
        // Heard anew as the only one: an invocation that ended meanwhile was no silence, and has told its own.
        await withAccountLock(ledger.file, account, { signal: new AbortController().signal }, async () => {
          const listened = listenTo(ledger, places, account, asked);
          if (listened !== null) await tellNews(telling, (told) => silenceNews(listened, now, told));
        });
      } catch (error) {
        process.stderr.write(`warning: ${(error as Error).message}\n`);
      }
    }
    return all;
  });
  const text = invocation.flag('json') ? JSON.stringify(heard, null, 2) : lines(heard).join('\n');
  process.stdout.write(`${text}\n`);
  return heard.every(({ silentFor }) => silentFor === null) ? EXIT.ok : EXIT.runFailed;
}

function lines(heard: readonly Listened[]): readonly string[] {
  if (heard.length === 0) return ['no account trades by the clock on the wall'];
  return heard.map(({ account, heardAt, silentFor }) => {
    const last = heardAt === null ? 'never heard of' : `last heard of ${heardAt}`;
    return `${account}: ${last}${silentFor === null ? '' : `; SILENT: the session of ${silentFor} is due, nobody came`}`;
  });
}
