/**
 * The plan as a list of values, each under the path that names it: what `strat plan` lists and `strat diff` compares.
 * Found by walking the plan, so that whatever a block comes to say is told and compared without being listed here.
 */

import type { NodeId, Origin, PaperSpec, Plan, PortfolioSpec, StageName, StopSpec } from '../plan.ts';
import { pathOfPortfolio, type Take } from '../planPortfolio.ts';
import type { MembersSpec } from '../planUniverse.ts';
import { isFold, splitValues, stageOfSplit } from './split.ts';

/** A value that is said in one piece, though it may have parts. */
export type ValueContent =
  | { readonly kind: 'plain'; readonly value: number | string | boolean | null }
  | { readonly kind: 'range'; readonly from: string; readonly to: string }
  | { readonly kind: 'members'; readonly members: MembersSpec }
  | { readonly kind: 'time'; readonly hour: number; readonly minute: number; readonly zone: string }
  | { readonly kind: 'take'; readonly take: Take }
  | { readonly kind: 'expression'; readonly node: NodeId }
  | { readonly kind: 'stop'; readonly stop: Omit<StopSpec, 'text'> };

export interface PlanValue {
  /** Such as `model.hidden`, `features.ret_1d`, `risk.stops.0`. */
  readonly path: string;
  readonly content: ValueContent;
  /** The first stage that depends on it; null for what none does. */
  readonly stage: StageName | null;
  /** Who said it, and where; null for what follows from other values. */
  readonly origin: Origin | null;
}

/** Those whose values stand in the plan as they are told. */
const BLOCKS = ['universe', 'split', 'model', 'portfolios', 'execution', 'costs', 'risk', 'paper'] as const;

/** All of the meaning, and nothing that is for people only: the names of features and of the label are no values. */
export function planValues(plan: Plan): readonly PlanValue[] {
  const blocks = BLOCKS.flatMap((block) => blockValues(block, plan));
  return [...featureValues(plan), ...labelValues(plan), ...blocks].map((found) => ({
    ...found,
    stage: stageOf(found.path, plan),
    origin: originOf(found.path, plan.origins),
  }));
}

type Found = Pick<PlanValue, 'path' | 'content'>;

function blockValues(block: (typeof BLOCKS)[number], plan: Plan): Found[] {
  switch (block) {
    case 'split':
      return splitValues(plan);
    case 'portfolios':
      return plan.portfolios.flatMap((portfolio) => portfolioValues(portfolio, plan));
    default:
      return walk(block, plan[block], plan);
  }
}

/** That the only one has all of the book goes without saying. */
function portfolioValues({ name, share, ...portfolio }: PortfolioSpec, plan: Plan): Found[] {
  const said = plan.portfolios.length > 1 || share < 1 ? { share, ...portfolio } : portfolio;
  return walk(pathOfPortfolio(name), said, plan);
}

function featureValues(plan: Plan): Found[] {
  const { features, normalize } = plan.features;
  const expressions = features.map(({ name, node }): Found => {
    return { path: `features.${name}`, content: { kind: 'expression', node } };
  });
  return [...expressions, ...walk('features.normalize', normalize, plan)];
}

function labelValues({ label: { node, horizon } }: Plan): Found[] {
  return [
    { path: 'label.value', content: { kind: 'expression', node } },
    { path: 'label.horizon', content: { kind: 'plain', value: horizon } },
  ];
}

function walk(path: string, value: unknown, plan: Plan): Found[] {
  const content = contentOf(value, plan);
  if (content !== null) return [{ path, content }];
  return Object.entries(value as object).flatMap(([key, inner]) => walk(`${path}.${key}`, inner, plan));
}

/** Null for what is only a group of values. */
function contentOf(value: unknown, { expressions }: Plan): ValueContent | null {
  if (typeof value === 'string' && Object.hasOwn(expressions, value)) return { kind: 'expression', node: value };
  if (value === null || typeof value !== 'object') return { kind: 'plain', value: value as number | string | null };
  if ('source' in value) return { kind: 'members', members: value as MembersSpec };
  if ('from' in value && 'to' in value) return { kind: 'range', from: String(value.from), to: String(value.to) };
  if ('enter' in value || ('kind' in value && value.kind === 'all')) return { kind: 'take', take: value as Take };
  if ('zone' in value) return { kind: 'time', ...(value as NonNullable<PaperSpec['at']>) };
  if (!('comparison' in value)) return null;
  const { text: _, ...stop } = value as StopSpec;
  return { kind: 'stop', stop };
}

/** Which stage's hash a value enters first; `lower/stages.ts` makes the hashes, and a test holds the two together. */
function stageOf(path: string, plan: Plan): StageName | null {
  const [block, key] = path.split('.');
  switch (block) {
    case 'universe':
      return key === 'require' ? 'features' : 'data';
    case 'features':
      return 'features';
    case 'label':
    case 'model':
      return 'model';
    case 'split':
      return stageOfSplit(key, plan);
    case 'paper':
      return key === 'capital' ? 'book' : null;
    default:
      return 'book';
  }
}

/** Follow from other values unless the author says them. */
const DERIVED: ReadonlySet<string> = new Set([
  'universe.sessionsPerYear',
  'label.horizon',
  'split.purge',
  'split.embargo',
]);

/** A change of it is no change of its own. */
export function isDerived({ path, origin }: PlanValue): boolean {
  return (DERIVED.has(path) || isFold(path)) && origin === null;
}

/** Values that a setting says together with another. */
const SAID_WITH: ReadonlyMap<string, string> = new Map([
  ['lo', 'scale'],
  ['hi', 'scale'],
  ['fittedOn', 'method'],
]);

/** Of the value itself, or of the setting that says it together with others. */
function originOf(path: string, origins: Plan['origins']): Origin | null {
  const words = path.split('.');
  const last = words.pop()!;
  // Arguments are named as they are written.
  const written = last.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const names = [last, written, SAID_WITH.get(last) ?? last];
  const known = names.map((name) => origins[[...words, name].join('.')]).find((origin) => origin !== undefined);
  if (known !== undefined || words.length === 0 || DERIVED.has(path)) return known ?? null;
  return originOf(words.join('.'), origins);
}

/** The expressions a value is made of, in the order in which they are written. */
export function nodesOf(content: ValueContent): readonly NodeId[] {
  if (content.kind === 'expression') return [content.node];
  if (content.kind !== 'stop') return [];
  const { left, right, resumeWhen } = content.stop;
  return resumeWhen === null ? [left, right] : [left, right, resumeWhen];
}
