/** A strategy with its whole `extends` chain and every `include` written out: what the checks read. */
import type { Span } from '../../grammar/span.ts';
import type { Allow, BlockType, Definition, Name, Param, Setting } from '../../grammar/tree.ts';
import type { LoadedFile } from './files.ts';

/**
 * A piece of syntax and where it comes from. `inStrategy` decides what its expressions see: a strategy's own see the
 * strategy's names, a library block's see that library only.
 */
export interface Scoped<T> {
  readonly node: T;
  readonly home: LoadedFile;
  readonly inStrategy: boolean;
  /** Brought by `extends`: the author of this file cannot change it, only override it. */
  readonly inherited: boolean;
  /** The `include` that brought it, the outermost of several; null when it stands in the block itself. */
  readonly includedBy: Name | null;
}

/** There is one block of each type, but as many portfolios as have names. */
export type BlockKey = BlockType | `portfolio ${string}`;

export function keyOfBlock({ type, name }: Pick<ExpandedBlock, 'type' | 'name'>): BlockKey {
  return type === 'portfolio' && name !== null ? `portfolio ${name.text}` : type;
}

/** In the order in which they are first named. */
export function portfoliosOf({ blocks }: Pick<ExpandedStrategy, 'blocks'>): readonly ExpandedBlock[] {
  return [...blocks.values()].filter(({ type }) => type === 'portfolio');
}

export interface ExpandedBlock {
  readonly type: BlockType;
  /** The model's type, the kind of split, the portfolio's name. */
  readonly name: Name | null;
  /** The block's head word where it was last opened, for what is missing in it. */
  readonly span: Span;
  /** A setting of it, or what it inherits, could not be read: what seems missing may be there. */
  readonly broken: boolean;
  readonly settings: readonly Scoped<Setting>[];
  readonly definitions: readonly Scoped<Definition>[];
  readonly allows: readonly Scoped<Allow>[];
}

export interface ExpandedStrategy {
  readonly name: Name;
  readonly home: LoadedFile;
  /** Something of the strategy could not be read: a block that seems missing may be there. */
  readonly broken: boolean;
  /** What it extends is not known, and so are the names it inherits. */
  readonly orphaned: boolean;
  readonly params: readonly Scoped<Param>[];
  readonly definitions: readonly Scoped<Definition>[];
  readonly label: Scoped<Definition> | null;
  readonly blocks: ReadonlyMap<BlockKey, ExpandedBlock>;
  readonly allows: readonly Scoped<Allow>[];
}
