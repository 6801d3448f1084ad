/** `strat audit`: whether anything known later changes what was known before, tried by computing. */
import { resolve } from 'node:path';
import { formula } from '../../../compiler/formula.ts';
import { openArtifactStore } from '../../artifacts/store.ts';
import { type AuditRequest, auditStrategy } from '../../audit/audit.ts';
import { auditText } from '../../audit/text.ts';
import type { EventSink } from '../../ports.ts';
import { openSource } from '../../sources/open.ts';
import { lineView } from '../../ui/lines.ts';
import { type Invocation, UsageError } from '../command.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { locateIn } from '../places.ts';
import { type CompiledStrategy, compileFor } from '../strategy.ts';

const CUTS = 8;
const SEED = 1;

export async function run(invocation: Invocation): Promise<ExitCode> {
  if (invocation.flag('paper')) {
    const { auditAccount } = await import('../paperAudit.ts');
    return auditAccount(invocation, progress(invocation));
  }
  if (invocation.operands.length === 0) throw new UsageError('`strat audit` needs FILE, or --paper');
  const cuts = wholeNumber(invocation, 'cuts', CUTS, 1);
  const seed = wholeNumber(invocation, 'seed', SEED, 0);
  const { config, baseFolder, arrivals } = await loadConfig(invocation.text('config'));
  const compiled = compileFor(invocation, arrivals);
  if (compiled === null) return EXIT.strategyErrors;
  const audit = await auditStrategy(
    { plan: compiled.plan, engine: config.engine, cuts, seed, describe: describer(compiled) },
    {
      data: await openSource(config.data, baseFolder),
      artifacts: openArtifactStore(resolve(config.storage.artifacts)),
      events: progress(invocation),
    },
  );
  if (invocation.flag('json')) process.stdout.write(`${JSON.stringify(audit, numbersAsTheyAre, 2)}\n`);
  else if (!invocation.flag('quiet') || !audit.ok) process.stdout.write(auditText(audit));
  return audit.ok ? EXIT.ok : EXIT.auditFailed;
}

function wholeNumber(invocation: Invocation, option: string, otherwise: number, least: number): number {
  const word = invocation.text(option);
  if (word === undefined) return otherwise;
  const value = Number(word);
  if (/^\d+$/.test(word) && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`--${option} is a whole number from ${least}, not \`${word}\``);
}

/** Beside the result, on stderr. */
function progress(invocation: Invocation): EventSink {
  if (invocation.flag('quiet') || invocation.flag('json')) return { emit() {} };
  return {
    emit: lineView(
      (line) => process.stderr.write(`${line}\n`),
      () => performance.now(),
    ),
  };
}

/** Features by their names, with what they are; other expressions as one would write them. */
function describer({ plan, sources }: CompiledStrategy): AuditRequest['describe'] {
  const features = new Map(plan.features.features.map(({ name, node }) => [node, name] as const));
  const locate = locateIn(new Map(sources.map(({ file, text }) => [file, text] as const)));
  return (id) => {
    const name = features.get(id);
    const written = formula(id, plan.expressions);
    const span = plan.spans[id];
    const place = span === undefined ? null : locate(span);
    return {
      text: name === undefined ? written : `${name} = ${written}`,
      place: place === null ? null : [place.file, ...(place.line === null ? [] : [place.line])].join(':'),
    };
  };
}

/** JSON has no NaN and no infinity: as words. */
function numbersAsTheyAre(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
