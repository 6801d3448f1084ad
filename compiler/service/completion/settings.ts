/** What comes next in a setting of which a part is written. */
import type { IToken } from 'chevrotain';
import { type SettingSyntax, SYNTAXES } from '../../../grammar/pattern.ts';
import { wordOf } from '../../../grammar/tokens.ts';
import type { BlockType } from '../../../grammar/tree.ts';
import { FORMS } from '../../../stdlib/registry.ts';
import { CALENDARS } from '../../check/calendars.ts';
import type { Analysis } from '../analysis.ts';
import { slotOf } from '../around.ts';
import type { Caret } from './caret.ts';
import { type Example, exampleOf } from './examples.ts';
import { type Item, literal, placeholder, template } from './item.ts';
import { itemsOfLibraries } from './libraries.ts';
import { declaredIn, visibleNames } from './names.ts';
import { type Next, nextIn } from './pattern.ts';
import { scopesOf, valueItems, type Wanted } from './values.ts';

export function settingItems(type: BlockType, caret: Caret, analysis: Analysis): readonly Item[] {
  const [first, ...rest] = caret.before;
  const key = first === undefined ? '' : wordOf(first);
  const syntax = SYNTAXES.find(({ setting }) => setting.block === type && setting.key === key);
  if (syntax === undefined) return secondWords(type, caret.before);
  return nextIn(syntax.elements, rest).flatMap((next) => nextItems(next, syntax, caret, analysis));
}

/** `limit` of `limit weight`. */
function secondWords(type: BlockType, before: readonly IToken[]): readonly Item[] {
  const [first, ...more] = before;
  if (first === undefined || more.length > 0) return [];
  return SYNTAXES.filter(({ setting: { block, key } }) => block === type && key.startsWith(`${first.image} `)).map(
    ({ setting: { key }, readable }): Item => {
      const word = key.slice(first.image.length + 1);
      const about = { of: 'setting', block: type, key } as const;
      return { label: word, kind: 'setting', detail: readable.slice(key.length).trim(), snippet: word, rank: 0, about };
    },
  );
}

function nextItems(next: Next, { setting }: SettingSyntax, caret: Caret, analysis: Analysis): readonly Item[] {
  switch (next.kind) {
    case 'end':
      return [];
    case 'words':
      if (next.text === ',') return [];
      return [{ label: next.text, kind: 'word', detail: '', snippet: next.text, rank: 0, about: null }];
    case 'slot':
      return slotItems(next, setting, caret, analysis);
  }
}

type Slot = Extract<Next, { kind: 'slot' }>;

function slotItems(
  slot: Slot,
  { block, key }: SettingSyntax['setting'],
  caret: Caret,
  analysis: Analysis,
): readonly Item[] {
  const example = exampleOf(block, key, slot.name);
  switch (slot.type) {
    case 'name':
      return words(Object.keys(CALENDARS), 'sessions of');
    case 'zone':
      return zones(caret, analysis);
    case 'stretch':
      return stretches(slot, caret.open.at(-1)?.name ?? null, example);
    case 'expr':
      return expressionItems(slot, { block, key }, example, caret, analysis);
    default:
      return suchAs(example, slot);
  }
}

function expressionItems(
  slot: Slot,
  { block, key }: Pick<SettingSyntax['setting'], 'block' | 'key'>,
  example: Example | null,
  caret: Caret,
  analysis: Analysis,
): readonly Item[] {
  const { written } = slot;
  const isMembers = block === 'universe' && slot.name === 'members';
  if (isMembers && written.next === 'value') return memberItems(caret, analysis);
  const methods = slotOf(key);
  if (methods !== null && written.calls.length === 0) return written.next === 'value' ? methodItems(methods) : [];
  const wanted: Wanted = {
    scopes: scopesOf(block, key),
    unit: example?.unit ?? null,
    example: example?.text ?? null,
    results: key === 'loss' ? 'loss' : key === 'stop when' ? 'figures' : 'values',
  };
  const strategy = analysis.strategyAt(caret.open[0]?.start ?? 0);
  const values = valueItems(wanted, written, visibleNames(strategy, block));
  // Of one number the example is among the values.
  return wanted.unit === null ? [...values, ...suchAs(example, slot)] : values;
}

/** Windows are said by their days, or by how long they are where they move through time. */
function stretches(slot: Slot, split: string | null, example: Example | null): readonly Item[] {
  if (split === null) return suchAs(example, slot);
  if (split !== 'walk_forward') return [];
  return ['3y', '1y', '6m'].flatMap((text) => suchAs({ text, unit: null }, slot));
}

/** What the reference writes there, while nothing is. */
function suchAs(example: Example | null, { written }: Slot): readonly Item[] {
  if (example === null || !written.isEmpty) return [];
  const { text } = example;
  return [{ label: text, kind: 'value', detail: 'such as', snippet: placeholder(1, text), rank: 1, about: null }];
}

function words(all: readonly string[], detail: string): readonly Item[] {
  return all.map((label) => ({ label, kind: 'word', detail, snippet: literal(label), rank: 0, about: null }));
}

/** A zone is several words with signs between them, all of which are replaced. */
function zones({ word }: Caret, { text }: Analysis): readonly Item[] {
  const start = word.start - (/[\w/+-]*$/.exec(text.slice(Math.max(0, word.start - 60), word.start))?.[0].length ?? 0);
  const span = { ...word, start };
  return Intl.supportedValuesOf('timeZone').map((label) => ({
    label,
    kind: 'word',
    detail: 'time zone',
    snippet: label,
    span,
    rank: label === 'America/New_York' ? 0 : 1,
    about: null,
  }));
}

function methodItems(slot: NonNullable<ReturnType<typeof slotOf>>): readonly Item[] {
  return FORMS.filter((form) => form.slot === slot).map(({ name, example, parameters }): Item => {
    const rest = example.slice(example.indexOf(name));
    const call = /^\w+(?:\([^)]*\))?/.exec(rest)?.[0] ?? name;
    const detail = parameters.map((each) => each.name).join(', ');
    return {
      label: name,
      kind: 'method',
      detail,
      snippet: literal(call),
      rank: 0,
      about: { of: 'method', slot, name },
    };
  });
}

function memberItems(caret: Caret, analysis: Analysis): readonly Item[] {
  const declared = declaredIn(analysis, function* ({ values }) {
    for (const [name, { kind }] of values) if (kind === 'members') yield name;
  }).map(({ name, file }): Item => {
    return { label: name, kind: 'name', detail: file, snippet: literal(name), rank: 0, about: null };
  });
  const all: Item = {
    label: 'all',
    kind: 'word',
    detail: 'every stock of the data',
    snippet: 'all',
    rank: 2,
    about: null,
  };
  const index: Item = {
    label: 'constituents',
    kind: 'function',
    detail: 'of an index',
    snippet: template('constituents("«SP500»")'),
    rank: 2,
    about: { of: 'function', name: 'constituents' },
  };
  return [...declared, ...itemsOfLibraries('universe', caret, analysis), all, index];
}
