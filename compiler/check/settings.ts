/** Reading the settings of one block: what must be there, what has a default, and who said each value. */

import { SETTINGS } from '../../grammar/settings.ts';
import type { Span } from '../../grammar/span.ts';
import type { BlockType, Expression, Name, Range, Setting, SlotValue } from '../../grammar/tree.ts';
import { checkExpression, readConstant } from '../expression/check.ts';
import type { Wanted } from '../expression/constant.ts';
import { type Context, textOf } from '../expression/context.ts';
import { type Place, placeOf } from '../expression/names.ts';
import { fitSlot, type Slot } from '../expression/slot.ts';
import type { Checked, TypedConstant } from '../expression/typed.ts';
import { isBroken } from '../load/broken.ts';
import type { ExpandedBlock, Scoped } from '../load/expanded.ts';
import type { Origin } from '../plan.ts';

/** What the checks of all blocks share. */
export interface CheckContext extends Context {
  /** Filled as values are read: who said each, and where. */
  readonly origins: Map<string, Origin>;
}

/** One setting with the place its expressions see, and the path under which the plan keeps its value. */
export class SettingReader {
  readonly key: string;
  readonly span: Span;
  readonly keySpan: Span;
  readonly place: Place;
  /** The `include` that brought it, or null. */
  readonly includedBy: Name | null;
  readonly #setting: Setting;
  /** Part of it could not be read, so that what is left is a guess. */
  readonly broken: boolean;
  readonly #example: string | undefined;
  readonly block: BlockType;
  readonly context: CheckContext;

  constructor(entry: Scoped<Setting>, block: BlockType, context: CheckContext) {
    this.#setting = entry.node;
    this.block = block;
    this.context = context;
    this.key = entry.node.key;
    this.span = entry.node.span;
    this.keySpan = entry.node.keySpan;
    this.place = placeOf(entry, block);
    this.includedBy = entry.includedBy;
    this.broken = isBroken(this.span, entry.home);
    this.#example = SETTINGS.find((setting) => setting.block === block && setting.key === this.key)?.example;
  }

  slot(name: string): SlotValue | null {
    return this.#setting.slots[name] ?? null;
  }

  /** The span of a slot, or the whole setting when it was not read. */
  spanOf(name: string): Span {
    return this.slot(name)?.span ?? this.span;
  }

  /** As it is written; empty when it was not read. */
  textOf(name: string): string {
    const span = this.slot(name)?.span;
    return span === undefined ? '' : textOf(span, this.context.sources);
  }

  expression(name: string): Expression | null {
    const value = this.slot(name);
    if (value === null) return null;
    switch (value.kind) {
      case 'range':
      case 'words':
      case 'time':
      case 'compound-name':
        return null;
      default:
        return value;
    }
  }

  range(name: string): Range | null {
    const value = this.slot(name);
    return value?.kind === 'range' ? value : null;
  }

  /** The fixed words chosen, as one of those the grammar allows there; records who said them. */
  words(name: string, path?: string): string | null {
    const value = this.slot(name);
    if (value?.kind !== 'words' && value?.kind !== 'name') return null;
    if (path !== undefined) this.said(path);
    return value.text;
  }

  /** A name or a dotted name: tickers, zones, calendars. */
  text(name: string, path: string): string | null {
    const value = this.slot(name);
    if (value?.kind !== 'name' && value?.kind !== 'compound-name') return null;
    this.said(path);
    return value.text;
  }

  constant(
    name: string,
    path: string,
    wanted: Omit<Wanted, 'what'> & { readonly what?: string },
  ): TypedConstant | null {
    const expression = this.expression(name);
    if (expression === null) return null;
    const what = wanted.what ?? `\`${this.key}\``;
    if (this.broken) return null;
    const constant = readConstant(expression, this.place, { example: this.#example, ...wanted, what }, this.context);
    if (constant !== null) this.said(path, constant.setBy);
    return constant;
  }

  number(name: string, path: string, wanted: Omit<Wanted, 'what'> & { readonly what?: string }): number | null {
    return this.constant(name, path, wanted)?.value ?? null;
  }

  value(name: string, slot: Slot, path?: string): Checked {
    const expression = this.expression(name);
    if (expression === null) return null;
    const checked = checkExpression(expression, this.place, this.context);
    if (this.broken) return null;
    const value = fitSlot(checked, slot, this.context, this.includedBy);
    if (value !== null && path !== undefined) this.said(path);
    return value;
  }

  said(path: string, by: Origin['by'] = 'file'): void {
    this.context.origins.set(path, { by, span: this.span });
  }
}

/** The settings of a block by key. A block that is left out altogether is one without settings. */
export class BlockReader {
  readonly type: BlockType;
  readonly block: ExpandedBlock | null;
  readonly context: CheckContext;
  readonly #readers: readonly SettingReader[];

  constructor(type: BlockType, block: ExpandedBlock | null, context: CheckContext) {
    this.type = type;
    this.block = block;
    this.context = context;
    this.#readers = (block?.settings ?? []).map((entry) => new SettingReader(entry, type, context));
  }

  find(key: string): SettingReader | null {
    return this.#readers.find((reader) => reader.key === key) ?? null;
  }

  all(key: string): readonly SettingReader[] {
    return this.#readers.filter((reader) => reader.key === key);
  }

  /** The setting, or an error that it is missing, unless the block has parts that could not be read. */
  require(key: string): SettingReader | null {
    const found = this.find(key);
    if (found !== null || this.block === null || this.block.broken) return found;
    const pattern = SETTINGS.find((setting) => setting.block === this.type && setting.key === key);
    const summary = pattern?.summary ?? '';
    const facts = { key, block: this.type, summary, example: pattern?.example ?? key };
    return this.context.diagnostics.report('missing-setting', this.block.span, facts);
  }

  /** Records a value that nobody said. */
  byDefault<T>(path: string, value: T): T {
    this.context.origins.set(path, { by: 'default', span: null });
    return value;
  }
}
