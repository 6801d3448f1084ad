/** Names that a strategy's expressions see, and those of libraries that it could use. */
import type { BlockType } from '../../../grammar/tree.ts';
import type { InspectedStrategy } from '../../compile.ts';
import type { TypedExpression } from '../../expression/typed.ts';
import { formatNumber } from '../../formula.ts';
import type { Scoped } from '../../load/expanded.ts';
import type { Declarations } from '../../load/files.ts';
import { kindText, knownText } from '../../outline/wording.ts';
import type { Analysis } from '../analysis.ts';
import { type Item, literal } from './item.ts';

export interface Visible extends Item {
  /** What it is, where that could be checked. */
  readonly value: TypedExpression | null;
}

/** Params, definitions and features; of the block's own those too. */
export function visibleNames(strategy: InspectedStrategy | null, block: BlockType | null): readonly Visible[] {
  if (strategy === null) return [];
  const { expanded, names, definitions } = strategy;
  const params = expanded.params.map(({ node }): Visible => {
    const name = node.name.text;
    const binding = names.lookup(name, { home: expanded.home, inStrategy: true, block: null });
    const value = binding?.kind === 'param' ? binding.value : null;
    const detail = value === null ? 'param' : `param, ${formatNumber(value.value, value.unit)}`;
    return { label: name, kind: 'param', detail, snippet: literal(name), rank: 1, about: null, value };
  });
  const local = (type: BlockType) => expanded.blocks.get(type)?.definitions ?? [];
  const defined = [
    ...expanded.definitions,
    ...local('features'),
    ...(block === null || block === 'features' ? [] : local(block)),
  ];
  return [
    ...params,
    ...defined.map(({ node }): Visible => {
      const name = node.name.text;
      const value = definitions.get(node) ?? null;
      const known = value === null ? '' : knownText(value.availability);
      const detail = value === null ? 'definition' : `${kindText(value)}${known === '' ? '' : `, ${known}`}`;
      return { label: name, kind: 'definition', detail, snippet: literal(name), rank: 2, about: null, value };
    }),
  ];
}

/** What this file and those it uses declare of a kind, by name and the file it is in. */
export function declaredIn(
  { main }: Analysis,
  names: (declarations: Declarations) => Iterable<string>,
): readonly { readonly name: string; readonly file: string }[] {
  return [main, ...main.uses].flatMap((home) =>
    Array.from(names(home.declarations), (name) => ({ name, file: home.file })),
  );
}

/** What a block inherits or includes, which `no` can take away: settings, and features by their names. */
export function removable(type: BlockType, strategy: InspectedStrategy | null): readonly string[] {
  const blocks = [...(strategy?.expanded.blocks.values() ?? [])].filter((block) => block.type === type);
  const brought = blocks.flatMap(({ settings, definitions }) => [
    ...settings.filter(isBrought).map(({ node }) => node.key),
    ...definitions.filter(isBrought).map(({ node }) => node.name.text),
  ]);
  return [...new Set(brought)];
}

function isBrought({ inherited, includedBy }: Scoped<unknown>): boolean {
  return inherited || includedBy !== null;
}
