/** What the example of each setting says in its slots: what one writes there, and in which unit. */
import { parse } from '../../../grammar/parse.ts';
import { SYNTAXES } from '../../../grammar/pattern.ts';
import type { BlockType, Setting, SlotValue } from '../../../grammar/tree.ts';
import { field } from '../../../stdlib/registry.ts';
import type { Unit } from '../../../stdlib/types.ts';
import { BARE, measure } from '../../expression/units.ts';
import { literal, placeholder } from './item.ts';

export interface Example {
  readonly text: string;
  /** Of a slot that holds one number; null of any other. */
  readonly unit: Unit | null;
}

interface Read {
  readonly text: string;
  readonly setting: Setting;
}

const read = new Map<string, Read | null>();

function readExample(block: BlockType, key: string): Read | null {
  const id = `${block}.${key}`;
  const known = read.get(id);
  if (known !== undefined) return known;
  const example = SYNTAXES.find(({ setting }) => setting.block === block && setting.key === key)?.setting.example;
  const text = `${block} x {\n${example}\n}`;
  const [declaration] = parse(text, id).file.declarations;
  const setting = declaration?.kind === 'block' ? declaration.statements.find((each) => each.kind === 'setting') : null;
  const found = setting == null ? null : { text, setting };
  read.set(id, found);
  return found;
}

/** Null of a slot that the example leaves out. */
export function exampleOf(block: BlockType, key: string, slot: string): Example | null {
  const found = readExample(block, key);
  const value = found?.setting.slots[slot];
  if (found === null || value === undefined) return null;
  const text = found.text.slice(value.span.start, value.span.end);
  return { text, unit: unitOf(value) };
}

/** A param of the author's, such as `k`, stands for a count. */
function unitOf(value: SlotValue): Unit | null {
  if (value.kind === 'number') return measure(value).unit;
  return value.kind === 'name' && field(value.text) === undefined ? BARE : null;
}

/** The example with a place to fill in for each of its slots. */
export function settingSnippet(block: BlockType, key: string): string {
  const found = readExample(block, key);
  if (found === null) return literal(key);
  const { text, setting } = found;
  const slots: readonly SlotValue[] = Object.values(setting.slots).toSorted((a, b) => a.span.start - b.span.start);
  let snippet = '';
  let from = setting.span.start;
  for (const [i, { span }] of slots.entries()) {
    snippet += literal(text.slice(from, span.start)) + placeholder(i + 1, text.slice(span.start, span.end));
    from = span.end;
  }
  return snippet + literal(text.slice(from, setting.span.end));
}
