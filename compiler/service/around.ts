/** A place in a text, with what stands around it. */
import type { Block, Call, Setting } from '../../grammar/tree.ts';
import { form } from '../../stdlib/registry.ts';
import type { Form, Parameter } from '../../stdlib/types.ts';
import { callable } from '../expression/names.ts';
import type { Analysis } from './analysis.ts';
import { type Node, pathAt } from './path.ts';

export interface Around {
  readonly analysis: Analysis;
  readonly offset: number;
  /** From the file down to what is at the place. */
  readonly path: readonly Node[];
}

export function around(analysis: Analysis, offset: number): Around {
  return { analysis, offset, path: pathAt(analysis.main.tree, offset) };
}

type Kinded = Extract<Node, { readonly kind: string }>;

/** The innermost node of a kind around the place. */
export function enclosing<K extends Kinded['kind']>(kind: K, { path }: Around): Extract<Kinded, { kind: K }> | null {
  return (path.findLast((node) => 'kind' in node && node.kind === kind) as Extract<Kinded, { kind: K }>) ?? null;
}

export const blockAround = (at: Around): Block | null => enclosing('block', at);
export const settingAround = (at: Around): Setting | null => enclosing('setting', at);
export const callAround = (at: Around): Call | null => enclosing('call', at);

/** Settings whose value is a method with a name. */
const SLOTS: ReadonlySet<string> = new Set<Form['slot']>(['normalize', 'optimizer', 'weight', 'smooth']);

export function slotOf(key: string | null): Form['slot'] | null {
  return key !== null && SLOTS.has(key) ? (key as Form['slot']) : null;
}

/** What a call applies: a built-in, or the method of a setting such as `optimizer`. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly summary: string;
}

/** @param key of the setting that the call stands in, or null */
export function callableAs(name: string, key: string | null): Signature | null {
  const slot = slotOf(key);
  return (slot === null ? undefined : form(slot, name)) ?? callable(name);
}
