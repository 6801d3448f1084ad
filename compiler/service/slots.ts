/** Which slots of settings hold values, whose names mean something; others hold words, dates, tickers and the like. */
import { type PatternElement, SYNTAXES } from '../../grammar/pattern.ts';
import type { BlockType } from '../../grammar/tree.ts';

export function holdsValues(block: BlockType, key: string, slot: string): boolean {
  return VALUE_SLOTS.has(`${block} ${key} ${slot}`);
}

/** A method, such as `adamw(learning_rate: rate)`: its own name is none of the strategy's. */
export const METHOD_SLOT = 'method';

const VALUES: ReadonlySet<string> = new Set(['expr', 'stretch', 'range']);

const VALUE_SLOTS: ReadonlySet<string> = new Set(
  SYNTAXES.flatMap(({ setting, elements }) =>
    elements.flatMap(valueSlots).map((slot) => `${setting.block} ${setting.key} ${slot}`),
  ),
);

function valueSlots(element: PatternElement): readonly string[] {
  switch (element.kind) {
    case 'slot':
      return VALUES.has(element.type) ? [element.name] : [];
    case 'optional':
      return element.elements.flatMap(valueSlots);
    case 'either':
      return element.branches.flat().flatMap(valueSlots);
    default:
      return [];
  }
}
