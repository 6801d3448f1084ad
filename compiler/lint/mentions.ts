/** Which names a strategy mentions, and what they mean where they stand. */
import type { SlotValue, Strategy } from '../../grammar/tree.ts';
import { partsOf } from '../../grammar/walk.ts';
import type { Names, Place } from '../expression/names.ts';
import { placeOf } from '../expression/names.ts';
import type { ExpandedStrategy } from '../load/expanded.ts';

export interface Mentions {
  /** By name. */
  readonly params: ReadonlySet<string>;
  /** Definitions, as they stand in the tree. */
  readonly definitions: ReadonlySet<object>;
  /** Names in strategies of the same file that extend another, perhaps this one. */
  readonly byHeirs: ReadonlySet<string>;
}

export function mentionsOf(strategy: ExpandedStrategy, names: Names): Mentions {
  const params = new Set<string>();
  const definitions = new Set<object>();
  const read = (value: SlotValue, place: Place): void =>
    eachName(value, (name) => {
      const binding = names.lookup(name, place);
      if (binding?.kind === 'param') params.add(name);
      else if (binding?.kind === 'definition') definitions.add(binding.node);
    });

  const { label, blocks, home } = strategy;
  for (const entry of label === null ? strategy.definitions : [...strategy.definitions, label]) {
    read(entry.node.value, placeOf(entry, null));
  }
  for (const block of blocks.values()) {
    for (const entry of block.definitions) read(entry.node.value, placeOf(entry, block.type));
    for (const entry of block.settings) {
      for (const slot of Object.values(entry.node.slots)) read(slot, placeOf(entry, block.type));
    }
  }
  const heirs = [...home.declarations.strategies.values()].filter(({ parent }) => parent !== null);
  const byHeirs = new Set<string>();
  for (const heir of heirs) if (heir.name !== strategy.name) readWhole(heir, (name) => byHeirs.add(name));
  return { params, definitions, byHeirs };
}

function readWhole({ statements }: Strategy, visit: (name: string) => void): void {
  for (const statement of statements) {
    if (statement.kind === 'definition') eachName(statement.value, visit);
    if (statement.kind !== 'block') continue;
    for (const inner of statement.statements) {
      if (inner.kind === 'definition') eachName(inner.value, visit);
      if (inner.kind === 'setting') for (const slot of Object.values(inner.slots)) eachName(slot, visit);
    }
  }
}

/** Names of functions are none of these. */
function eachName(value: SlotValue, visit: (name: string) => void): void {
  if (value.kind === 'name') visit(value.text);
  for (const part of partsOf(value)) eachName(part, visit);
}
