/** What is told of a name, by what it names: a value, a function, a method, an argument, a file, a block. */
import type { Span } from '../../grammar/span.ts';
import type { Name } from '../../grammar/tree.ts';
import { form } from '../../stdlib/registry.ts';
import { calendarFacts } from '../check/calendars.ts';
import { example, paragraphs } from '../reference/entry.ts';
import { type Around, blockAround, callAround, callableAs, enclosing, settingAround, slotOf } from './around.ts';
import { blockText } from './blockTexts.ts';
import { declarationOf, excerpt } from './declared.ts';
import { bindingText, formText } from './describe.ts';
import { meaningOf } from './meaning.ts';
import type { Node } from './path.ts';
import { TypedPlaces } from './typed.ts';

/** Null for a name that nothing has. */
export function nameText(name: Name, at: Around): string | null {
  const parent = at.path.at(-2);
  if (parent === undefined) return null;
  // The name of an argument: `delta: 0.05`.
  if (!('kind' in parent)) return parent.name === name ? argumentText(name.text, at) : valueText(name, parent, at);
  switch (parent.kind) {
    case 'use':
      return libraryText(parent.span, at);
    case 'include':
      return includedText(name.text, at);
    case 'strategy':
      return parent.parent === name ? parentText(name.text, at) : null;
    case 'block':
      return blockText(parent.type, at.analysis.plan);
    case 'setting':
      return parent.slots.calendar === name ? calendarText(name.text) : valueText(name, parent, at);
    default:
      return valueText(name, parent, at);
  }
}

function valueText(name: Name, parent: Node, at: Around): string | null {
  const slot = slotOf(settingAround(at)?.key ?? null);
  const method = slot === null ? undefined : form(slot, name.text);
  if (method !== undefined) return formText(method);
  const binding = meaningOf(name.text, at);
  if (binding === null) return null;
  const strategy = enclosing('strategy', at) === null ? null : at.analysis.strategyAt(at.offset);
  const declared = declarationOf(binding, name.text, strategy, at.analysis.sources);
  const found = strategy === null ? null : new TypedPlaces(strategy).at(spanOfValue(name, parent));
  return bindingText(binding, declared, found ?? (binding.kind === 'param' ? binding.value : null));
}

/** Of a function that is called it is the result that has a kind; of a declared name what it is declared to be. */
function spanOfValue(name: Name, parent: Node): Span {
  if (!('kind' in parent)) return name.span;
  if (parent.kind === 'call' && parent.callee === name) return parent.span;
  return parent.kind === 'definition' && parent.name === name ? parent.value.span : name.span;
}

function argumentText(name: string, at: Around): string | null {
  const call = callAround(at);
  const parameter = callableAs(call?.callee.text ?? '', settingAround(at)?.key ?? null)?.parameters.find(
    (each) => each.name === name,
  );
  return parameter === undefined ? null : `\`${name}\` of \`${call?.callee.text}\`: ${parameter.summary}`;
}

function calendarText(name: string): string | null {
  const facts = calendarFacts(name);
  if (facts === null) return null;
  const zone = facts.clock === null ? '' : `, on the clock of ${facts.clock.zone}`;
  return `\`${name}\`: ${facts.sessionsPerYear} sessions a year${zone}`;
}

function libraryText(span: Span, { analysis: { main } }: Around): string | null {
  const file = main.used[main.tree.uses.findIndex((use) => use.span === span)] ?? null;
  if (file === null) return null;
  const { strategies, blocks, values } = file.declarations;
  const names = [...Array.from(strategies.keys(), (name) => `strategy ${name}`), ...blocks.keys(), ...values.keys()];
  return paragraphs(`\`${file.file}\` declares`, names.map((name) => `- \`${name}\``).join('\n'));
}

function includedText(name: string, at: Around): string | null {
  const { main, sources } = at.analysis;
  const key = `${blockAround(at)?.type} ${name}`;
  const found = [main, ...main.uses].map(({ declarations }) => declarations.blocks.get(key)).find((each) => each);
  return found === undefined ? null : example(excerpt(found.span, sources));
}

function parentText(name: string, { analysis: { main, sources } }: Around): string | null {
  const home = [main, ...main.uses].find(({ declarations }) => declarations.strategies.has(name));
  const strategy = home?.declarations.strategies.get(name);
  if (home === undefined || strategy === undefined) return null;
  return paragraphs(`\`${home.file}\``, example(excerpt(strategy.span, sources)));
}
