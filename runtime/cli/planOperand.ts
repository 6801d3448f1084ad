/**
 * Plans as a command line names them: `FILE`, `FILE#STRATEGY`, either at a revision of Git, `HEAD:FILE`, or the folder
 * of a run, which holds its plan.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type CompileInput, compile } from '../../compiler/compile.ts';
import type { Sources } from '../../compiler/diagnostic.ts';
import { PLAN_VERSION, type Plan } from '../../compiler/plan.ts';
import { renderDiagnostics } from '../../compiler/render.ts';
import { sourceName } from '../record.ts';
import { UsageError } from './command.ts';
import { describeReadError, readStrategyFile } from './files.ts';
import { importResolver } from './imports.ts';
import { readAtRevision, resolverAt, revisionOf } from './revision.ts';

export interface NamedPlan {
  /** As the user wrote it. */
  readonly name: string;
  readonly plan: Plan;
  /** The texts its spans point into, as far as they are at hand. */
  readonly sources: Sources;
}

/** Null after the strategy's errors were written. @throws UsageError when there is nothing of that name */
export function readPlan(operand: string, set: Readonly<Record<string, string>>): NamedPlan | null {
  if (!isFolder(operand)) return compileNamed(operand, set);
  if (Object.keys(set).length > 0) {
    throw new UsageError(`${operand} is a finished run: --set has nothing to change in it; name the strategy's file`);
  }
  return readRun(operand);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function compileNamed(name: string, set: Readonly<Record<string, string>>): NamedPlan | null {
  // A file may have a `#` or a `:` in its name.
  const at = existsSync(name) ? -1 : name.lastIndexOf('#');
  const place = at < 0 ? name : name.slice(0, at);
  const strategy = at < 0 ? {} : { strategy: name.slice(at + 1) };
  const { plan, diagnostics, sources } = compile({ ...sourceOf(place), set, ...strategy });
  if (plan !== null) return { name, plan, sources };
  const color = process.stderr.hasColors?.() ?? false;
  process.stderr.write(`${renderDiagnostics(diagnostics, sources, { color })}\n`);
  return null;
}

function sourceOf(place: string): Pick<CompileInput, 'file' | 'text' | 'resolve'> {
  const old = existsSync(place) ? null : revisionOf(place);
  if (old === null) return { file: place, text: readStrategyFile(place), resolve: importResolver() };
  return { file: old.path, text: readAtRevision(old), resolve: resolverAt(old.revision) };
}

function readRun(folder: string): NamedPlan {
  const plan = planOfRun(folder);
  return { name: folder, plan, sources: keptSources(folder, plan) };
}

/** The plan that a run kept. @throws UsageError when there is none, or one of another version */
export function planOfRun(folder: string): Plan {
  const path = join(folder, 'plan.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? `${folder} is not the folder of a run: it holds no plan.json`
        : describeReadError(path, error),
    );
  }
  const plan = parsePlan(text);
  if (plan === null) throw new UsageError(`${path} is no plan that this version of strat can read; run it again`);
  return plan;
}

/** Null when it is not one, or one of another version. */
function parsePlan(text: string): Plan | null {
  try {
    const found = JSON.parse(text) as Partial<Plan> | null;
    return found?.version === PLAN_VERSION && typeof found.hash === 'string' ? (found as Plan) : null;
  } catch {
    return null;
  }
}

/** The sources that the run kept, under the names that the plan's spans have. */
function keptSources(folder: string, { origins, spans }: Plan): Sources {
  const places = [...Object.values(origins).map(({ span }) => span), ...Object.values(spans)];
  const files = new Set(places.filter((span) => span !== null).map(({ file }) => file));
  const texts = [...files].map((file) => [file, join(folder, sourceName(file))] as const);
  return new Map(
    texts.filter(([, path]) => existsSync(path)).map(([file, path]) => [file, readFileSync(path, 'utf8')]),
  );
}
