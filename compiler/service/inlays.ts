/** What is derived and nowhere written, shown where it belongs: how far features reach back, gaps between windows, sizes. */
import type { Block, Definition } from '../../grammar/tree.ts';
import { describeInstant } from '../expression/instants.ts';
import { grouped, plural } from '../messages/message.ts';
import { reachText } from '../outline/wording.ts';
import type { Plan } from '../plan.ts';
import { parameterCount } from '../summary.ts';
import type { Analysis } from './analysis.ts';
import { unsaidValues } from './blockTexts.ts';

export interface Inlay {
  readonly offset: number;
  readonly text: string;
}

export interface InlayOptions {
  /** How far back features and definitions reach, and when they are known if not at the close. */
  readonly reach: boolean;
  /** Purge and embargo, the size of the model, when the label is known. */
  readonly derived: boolean;
  /** Values that nobody says. */
  readonly defaults: boolean;
}

export const INLAYS: InlayOptions = { reach: true, derived: true, defaults: false };

/** In source order. What does not check has none. */
export function inlaysIn(
  analysis: Analysis,
  range: { readonly start: number; readonly end: number },
  options: InlayOptions = INLAYS,
): readonly Inlay[] {
  const found: Inlay[] = [];
  for (const declaration of analysis.main.tree.declarations) {
    if (declaration.span.end < range.start || declaration.span.start > range.end) continue;
    if (declaration.kind === 'block') found.push(...blockInlays(declaration, analysis, options));
    if (declaration.kind !== 'strategy') continue;
    for (const statement of declaration.statements) {
      if (statement.kind === 'definition') found.push(...definitionInlays(statement, analysis, options));
      else if (statement.kind === 'block') found.push(...blockInlays(statement, analysis, options));
    }
  }
  return found.filter(({ offset }) => range.start <= offset && offset <= range.end).sort((a, b) => a.offset - b.offset);
}

function blockInlays(block: Block, analysis: Analysis, options: InlayOptions): readonly Inlay[] {
  const definitions = block.statements.filter((each) => each.kind === 'definition');
  const inside = definitions.flatMap((each) => definitionInlays(each, analysis, options));
  const brace = analysis.text.indexOf('{', block.typeSpan.end);
  // Of a strategy without errors only is there a plan; of several in one file none is the one.
  const { plan } = analysis;
  if (plan === null || brace < 0 || !isOfPlan(block, analysis)) return inside;
  const texts = [
    ...(options.derived ? derivedOf(block, plan) : []),
    ...(options.defaults ? unsaidValues(block.type, plan, 'default').map(([name, value]) => `${name} ${value}`) : []),
  ];
  return texts.length === 0 ? inside : [{ offset: brace + 1, text: texts.join(', ') }, ...inside];
}

function isOfPlan(block: Block, { strategy, main }: Analysis): boolean {
  const name = strategy?.expanded.name;
  const around = main.tree.declarations.find(
    ({ span }) => span.start <= block.span.start && block.span.end <= span.end,
  );
  return around?.kind === 'strategy' && around.name === name;
}

/** What follows from other values, in the words of a reader. */
function derivedOf(block: Block, plan: Plan): readonly string[] {
  switch (block.type) {
    case 'features': {
      const { features } = plan.features;
      const deepest = Math.max(0, ...features.map(({ node }) => plan.expressions[node]?.lookBack.sessions ?? 0));
      return [plural(features.length, 'feature'), `${deepest}d back`];
    }
    case 'model': {
      const { layers, hidden } = plan.model;
      return [`${grouped(parameterCount(plan.features.features.length, layers, hidden))} parameters`];
    }
    case 'split':
      return unsaidValues('split', plan, 'derived')
        .filter(([name]) => name === 'purge' || name === 'embargo')
        .map(([name, value]) => `${name} ${value}`);
    default:
      return [];
  }
}

function definitionInlays(node: Definition, analysis: Analysis, options: InlayOptions): readonly Inlay[] {
  const value = analysis.strategyAt(node.span.start)?.definitions.get(node) ?? null;
  if (value === null) return [];
  const { availability } = value;
  const reach = reachText(value);
  const isUsual = availability === 'always' || (availability.at === 'close' && availability.shift === 0);
  const known = isUsual ? null : `known ${describeInstant(availability)}`;
  const texts = [
    options.reach && reach !== '' ? `${reach} back` : null,
    (node.label ? options.derived : options.reach) ? known : null,
  ].filter((each) => each !== null);
  return texts.length === 0 ? [] : [{ offset: node.span.end, text: texts.join(', ') }];
}
