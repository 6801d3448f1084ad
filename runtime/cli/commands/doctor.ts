/**
 * `strat doctor`: what a run would use here, and what keeps it from using more; what keeps paper trading from going on by
 * itself. Ends with an error when a run or a session with this config could not be done. `--silence` asks one thing alone.
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Check } from '../../doctor/check.ts';
import { paperChecks } from '../../doctor/paper.ts';
import {
  BACKENDS,
  chosenBackend,
  type EngineBackend,
  type EngineConfig,
  engine,
  engineMissing,
  type Precision,
  precisionMissing,
} from '../../models/engine.ts';
import type { Invocation } from '../command.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { displayName, oldestNode } from '../files.ts';
import { listen } from '../silence.ts';

/** Something a run needs or could use; `problem` says why it is not to be had. */
interface Finding {
  readonly name: string;
  readonly what: string;
  readonly problem: string | null;
}

interface Findings {
  readonly node: Finding;
  /** Every back end. */
  readonly engines: readonly Finding[];
  readonly chosen: {
    readonly backend: EngineBackend;
    readonly asked: string;
    readonly threads: number;
    readonly precision: Precision;
  };
  /** Of the chosen engine. */
  readonly bf16: Finding;
  readonly storage: readonly Finding[];
  /** Of paper trading: clock, disk, hooks, ledger, accounts. */
  readonly paper: readonly Check[];
}

export async function run(invocation: Invocation): Promise<ExitCode> {
  if (invocation.flag('silence')) return listen(invocation);
  const { config, label, baseFolder } = await loadConfig(invocation.text('config'));
  const { artifacts, runs } = config.storage;
  const backend = chosenBackend(config.engine);
  const findings: Findings = {
    node: nodeFinding(process.versions.node, oldestNode()),
    engines: await engineFindings(config.engine),
    chosen: {
      backend,
      asked: config.engine.backend,
      threads: config.engine.threads === 'auto' ? availableParallelism() : config.engine.threads,
      precision: config.engine.precision,
    },
    bf16: bf16Finding(backend),
    storage: [await storageFinding('artifacts', resolve(artifacts)), await storageFinding('runs', resolve(runs))],
    paper: await paperChecks({ config, baseFolder, environment: process.env, now: new Date() }),
  };
  process.stdout.write(
    invocation.flag('json') ? `${JSON.stringify(findings, null, 2)}\n` : `config     ${label}\n${render(findings)}`,
  );
  const isWell = findings.paper.every(({ grade }) => grade !== 'fail');
  return isWell && needed(findings).every(({ problem }) => problem === null) ? EXIT.ok : EXIT.runFailed;
}

/** Without these nothing runs; other engines may be missing. */
function needed({ node, engines, chosen, bf16, storage }: Findings): readonly Finding[] {
  const precision = chosen.precision === 'bf16' ? [bf16] : [];
  return [node, ...engines.filter(({ name }) => name === chosen.backend), ...precision, ...storage];
}

function nodeFinding(version: string, oldest: string): Finding {
  const parts = (text: string) => text.split('.').map(Number);
  const [major = 0, minor = 0] = parts(version);
  const [oldestMajor = 0, oldestMinor = 0] = parts(oldest);
  const old = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  return { name: 'node', what: version, problem: old ? `Node ${oldest} or later is needed` : null };
}

async function engineFindings(config: EngineConfig): Promise<readonly Finding[]> {
  const chosen = chosenBackend(config);
  const findings: Finding[] = [];
  for (const backend of BACKENDS) findings.push(await engineFinding(backend, config.threads, backend === chosen));
  return findings;
}

async function engineFinding(
  backend: EngineBackend,
  threads: EngineConfig['threads'],
  isChosen: boolean,
): Promise<Finding> {
  const missing = engineMissing(backend);
  if (missing !== null) return { name: backend, what: '', problem: missing };
  // Two builds of TensorFlow in one process do not go together, and each takes a second to load.
  if (backend.startsWith('tfjs-node') && !isChosen) return { name: backend, what: 'installed', problem: null };
  try {
    const { description } = await engine({ backend, threads });
    return { name: backend, what: description, problem: null };
  } catch (error) {
    // Built for another system, for one: whatever the reason, it is what the user wants to know.
    return { name: backend, what: '', problem: (error as Error).message };
  }
}

function bf16Finding(backend: EngineBackend): Finding {
  const problem = precisionMissing(backend, 'bf16');
  return { name: 'bf16', what: problem === null ? 'here, by AVX512_BF16' : '', problem };
}

async function storageFinding(name: string, folder: string): Promise<Finding> {
  const shown = displayName(folder);
  const place = nearestExisting(folder);
  try {
    if (!statSync(place).isDirectory()) return { name, what: shown, problem: `${displayName(place)} is no folder` };
    accessSync(place, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(place);
    return { name, what: `${shown}, ${((bavail * bsize) / 1e9).toFixed(1)} GB free`, problem: null };
  } catch (error) {
    return { name, what: shown, problem: `it cannot be written to (${(error as Error).message})` };
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}

function render({ node, engines, chosen, bf16, storage, paper }: Findings): string {
  const row = (title: string, text: string) => `${title.padEnd(11)}${text}\n`;
  const shown = ({ what, problem }: Finding) => (problem === null ? what : `${what ? `${what}: ` : ''}NO, ${problem}`);
  const named = (finding: Finding) => `${finding.name.padEnd(15)}${shown(finding)}`;
  const why = chosen.asked === chosen.backend ? 'as the config says' : `the first of \`${chosen.asked}\` that is here`;
  return [
    row('node', shown(node)),
    row(
      'engine',
      `${chosen.backend}, ${why}; at most ${chosen.threads} ${chosen.threads === 1 ? 'thread' : 'threads'}`,
    ),
    ...engines.map((finding) => row('', named(finding))),
    row('precision', `${chosen.precision}, as the config says`),
    row('', named(bf16)),
    ...storage.map((finding, k) => row(k === 0 ? 'storage' : '', named(finding))),
    ...paper.flatMap((check, k) => checkLines(check).map((line, l) => row(k + l === 0 ? 'paper' : '', line))),
  ].join('');
}

/** What to do stands below what was found. */
function checkLines({ name, grade, what, advice }: Check): readonly string[] {
  const mark = { ok: '', warn: 'LOOK, ', fail: 'NO, ' }[grade];
  return [`${name.padEnd(15)}${mark}${what}`, ...(advice === null ? [] : [`${''.padEnd(15)}= ${advice}`])];
}
