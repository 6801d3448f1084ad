/** All that is looked at for paper trading, in the order in which one would look. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { qdrantIn } from '../../configs/documentStore.ts';
import type { Config } from '../../configs/schema.ts';
import { monitoringPlaces } from '../monitoring/places.ts';
import type { Environment } from '../monitoring/secrets.ts';
import { type Listened, listenToAll } from '../monitoring/silence.ts';
import { findAccount, planOf } from '../paper/ledger/accounts.ts';
import { countWaiting } from '../paper/ledger/documents.ts';
import { Ledger, ledgerFile } from '../paper/ledger/ledger.ts';
import { UserError } from '../ports.ts';
import { storeKey } from '../publish/storeKey.ts';
import { dataCheck, scheduleCheck, silenceCheck } from './accounts.ts';
import { brokerCheck } from './broker.ts';
import { type Check, fail, ok } from './check.ts';
import { clockCheck, clockServiceCheck, zoneCheck } from './clock.ts';
import { permissionsCheck, roomCheck } from './disk.ts';
import { hookChecks } from './keys.ts';
import { haltChecks, ledgerCheck } from './ledger.ts';
import { mirrorChecks } from './mirror.ts';
import { vectorStoreCheck } from './vectorStore.ts';

export interface PaperChecked {
  readonly config: Config;
  /** Relative data paths start here. */
  readonly baseFolder: string;
  readonly environment: Environment;
  readonly now: Date;
}

export async function paperChecks(request: PaperChecked): Promise<readonly Check[]> {
  const { config, environment, now } = request;
  const folder = resolve(config.storage.paper);
  let ledger: Ledger | null = null;
  let unreadable: Check | null = null;
  try {
    ledger = Ledger.read(ledgerFile(folder));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    unreadable = fail('ledger', error.message, error.hints.join('; '));
  }
  try {
    return [
      zoneCheck(),
      clockCheck(ledger, now),
      await clockServiceCheck(),
      ...(existsSync(folder) ? [await roomCheck(folder), permissionsCheck(folder)] : []),
      ...hookChecks(config.monitoring, environment),
      ...(config.paper.broker === 'simulated' ? [] : [await brokerCheck(config.paper.broker, environment)]),
      ...(ledger === null
        ? [unreadable ?? ok('ledger', 'none yet: nothing was traded on paper')]
        : await checksOf(ledger, folder, request)),
    ];
  } finally {
    ledger?.close();
  }
}

async function checksOf(ledger: Ledger, folder: string, request: PaperChecked): Promise<readonly Check[]> {
  const whole = ledgerCheck(ledger);
  if (whole.grade === 'fail') return [whole];
  const { config, now } = request;
  const arrival = config.data.arrives.bars ?? 0;
  const silence = { now, hours: config.monitoring.silence_hours, arrival };
  const checks: Check[] = [
    whole,
    ...haltChecks(ledger),
    ...mirrorChecks(ledger),
    ...(await storeChecks(ledger, config, request.environment)),
  ];
  for (const listened of listenToAll(ledger, monitoringPlaces(folder), silence)) {
    checks.push(silenceCheck(listened), ...(await accountChecks(ledger, listened, request)));
  }
  return checks;
}

async function accountChecks(
  ledger: Ledger,
  { account }: Listened,
  { config, baseFolder, now }: PaperChecked,
): Promise<readonly Check[]> {
  const plan = planOf(ledger, findAccount(ledger, account)!.plan);
  const schedule = await scheduleCheck(account, plan);
  // Made-up bars are there whenever they are asked for.
  if (config.data.source === 'synthetic') return [schedule];
  const { openSource } = await import('../sources/open.ts');
  const { least_bars: leastBars, most_findings: mostFindings } = config.paper;
  const data = await openSource(config.data, baseFolder);
  const asked = { plan, data, limits: { leastBars, mostFindings }, now: now.getTime() };
  return [schedule, await dataCheck({ ...asked, arrival: config.data.arrives.bars ?? 0 })];
}

async function storeChecks(ledger: Ledger, { store }: Config, environment: Environment): Promise<readonly Check[]> {
  const qdrant = qdrantIn(store);
  if (qdrant === null) return [];
  const key = storeKey(environment);
  const { QdrantServer } = await import('../publish/qdrant/server.ts');
  try {
    const { name } = await QdrantServer.connect(qdrant, key, () => new AbortController().signal);
    const set = key === null ? 'is not set: the vector store has to ask for none' : 'is set';
    return [ok('keys', `QDRANT_API_KEY ${set}`), await vectorStoreCheck(qdrant, countWaiting(ledger, name))];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [fail('keys', error.message, error.hints.join('; '))];
  }
}
