/** `strat account migrate`: an account follows another plan from its next session on, once somebody has seen what differs. */
import { resolve } from 'node:path';
import { diffPlans } from '../../../compiler/diff/diff.ts';
import { renderDiff } from '../../../compiler/diff/words.ts';
import { openArtifactStore } from '../../artifacts/store.ts';
import { changePlan, modelsOf, planOf } from '../../paper/ledger/accounts.ts';
import type { Ledger } from '../../paper/ledger/ledger.ts';
import { headOf } from '../../paper/ledger/sessions.ts';
import { verifyTradable } from '../../paper/plan.ts';
import { isKept, trainedModels } from '../../paper/predicting.ts';
import { openSource } from '../../sources/open.ts';
import { type Invocation, UsageError } from '../command.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { accountNamed, withLedger } from '../paperLedger.ts';
import { placesIn } from '../places.ts';
import { type CompiledStrategy, compileFor } from '../strategy.ts';

/** Where the output is no terminal. */
const WIDTH = 80;

export async function run(invocation: Invocation): Promise<ExitCode> {
  const [verb, file] = invocation.operands;
  if (verb !== 'migrate' || file === undefined) throw new UsageError('`strat account` needs migrate FILE');
  const { arrivals } = await loadConfig(invocation.text('config'));
  const compiled = compileFor({ ...invocation, operands: [file] }, arrivals);
  if (compiled === null) return EXIT.strategyErrors;
  return withLedger(invocation, 'write', (ledger) => migrate(invocation, ledger, compiled));
}

async function migrate(invocation: Invocation, ledger: Ledger, { plan, sources }: CompiledStrategy): Promise<ExitCode> {
  const account = accountNamed(ledger, invocation.text('account') ?? plan.strategy);
  verifyTradable(plan);
  const before = planOf(ledger, account.plan);
  const diff = diffPlans(before, plan);
  const view = {
    width: process.stdout.columns ?? WIDTH,
    color: process.stdout.hasColors?.() ?? false,
    kept: new Map(),
  };
  const was = { name: `account ${account.name}`, plan: before, placeOf: () => '' };
  const is = {
    name: sources[0]!.file,
    plan,
    placeOf: placesIn(new Map(sources.map((of) => [of.file, of.text])), null),
  };
  process.stdout.write(`${renderDiff(diff, was, is, view)}\n`);

  const head = headOf(ledger, account.name);
  if (head !== null && account.plan !== plan.hash) {
    process.stdout.write(
      `of this account nothing differs until ${head.day}, its last session: that stays as it was booked\n`,
    );
  }
  const { config, baseFolder } = await loadConfig(invocation.text('config'));
  const artifacts = openArtifactStore(resolve(config.storage.artifacts));
  const isWhole = account.predictions === 'stored' || (await isKept(modelsOf(ledger, account), artifacts));
  if (account.plan === plan.hash && isWhole) {
    process.stdout.write(`the account ${account.name} follows this plan already: nothing is changed\n`);
    return EXIT.ok;
  }
  if (!invocation.flag('yes')) {
    process.stdout.write(`nothing is changed; --yes makes ${account.name} follow it from its next session on\n`);
    return EXIT.different;
  }
  const ports = {
    ...{ artifacts, engine: config.engine, events: { emit() {} }, signal: new AbortController().signal },
    data: await openSource(config.data, baseFolder),
  };
  const models = account.predictions === 'model' ? await trainedModels(plan, ports) : [];
  await ledger.transaction(() => changePlan(ledger, account, plan, models, new Date().toISOString()));
  process.stdout.write(`the account ${account.name} follows plan ${plan.hash.slice(0, 12)} from its next session on\n`);
  return EXIT.ok;
}
