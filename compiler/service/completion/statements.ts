/** What may begin a statement: of a file, of a strategy, of a block. */
import { SYNTAXES } from '../../../grammar/pattern.ts';
import { BLOCK_TYPES } from '../../../grammar/settings.ts';
import type { Block, BlockType, Strategy } from '../../../grammar/tree.ts';
import { SETTINGS_OF } from '../../check/split/split.ts';
import { REQUIRED } from '../../check/strategy.ts';
import { BLOCKS } from '../../reference/blocks.ts';
import type { Analysis } from '../analysis.ts';
import type { Caret, Header } from './caret.ts';
import { settingSnippet } from './examples.ts';
import { type Item, literal, template } from './item.ts';
import { removable } from './names.ts';

/** Whole statements where nothing stands behind the caret, or else the word they begin with. */
export function statementItems(caret: Caret, analysis: Analysis): readonly Item[] {
  const [outer, inner] = caret.open;
  if (outer === undefined) return fileItems(caret);
  if (outer.type !== 'strategy') return blockItems(outer, caret, analysis);
  return inner === undefined ? strategyItems(outer, caret, analysis) : blockItems(inner, caret, analysis);
}

function statement(word: string, snippet: string, rank: number, { isLast }: Caret): Item {
  const written = isLast ? snippet : word;
  return { label: word, kind: 'statement', detail: '', snippet: written, rank, about: { of: 'statement', word } };
}

/** Nothing to complete before text that is there: the name is the author's. */
function definition(detail: string, rank: number, { isLast }: Caret): readonly Item[] {
  const snippet = template('«name» = «returns(close, 20d)»');
  const about = { of: 'statement', word: 'definition' } as const;
  return isLast ? [{ label: 'name = …', kind: 'statement', detail, snippet, rank, about }] : [];
}

function fileItems(caret: Caret): readonly Item[] {
  const named = BLOCK_TYPES.map(
    (type): Item => ({
      label: type,
      kind: 'block',
      detail: 'a block to be included by its name',
      snippet: caret.isLast ? template(`${type} «name» {\n  «»\n}`) : type,
      rank: 3,
      about: { of: 'block', type },
    }),
  );
  return [
    statement('use', template('use «std.features.core14»'), 0, caret),
    statement('strategy', template('strategy «name» {\n  «»\n}'), 1, caret),
    statement('members', template('members «name» = «constituents("SP500", fewest: 480)»'), 2, caret),
    ...named,
  ];
}

function strategyItems({ start }: Header, caret: Caret, analysis: Analysis): readonly Item[] {
  const strategy = strategyFrom(start, analysis);
  const present = new Set(strategy?.statements.flatMap((each) => (each.kind === 'block' ? [each.type] : [])));
  const inherits = strategy?.parent != null;
  const blocks = BLOCK_TYPES.filter((type) => type === 'portfolio' || !present.has(type)).map((type): Item => {
    const isMissing = !inherits && REQUIRED.includes(type) && !present.has(type);
    return {
      label: type,
      kind: 'block',
      detail: isMissing ? 'every strategy has one' : '',
      snippet: caret.isLast ? literal(BLOCKS[type].example) : type,
      rank: isMissing ? 0 : 1,
      about: { of: 'block', type },
    };
  });
  return [
    ...blocks,
    statement('param', template('param «name» = «38» in «5» .. «100»'), 2, caret),
    statement('label', template('label «next_return» = «forward_return(close, 1d)»'), 2, caret),
    ...definition('a name for an expression', 3, caret),
    statement('allow', template('allow «warning» "«reason»"'), 4, caret),
  ];
}

function strategyFrom(start: number, { main }: Analysis): Strategy | null {
  const found = main.tree.declarations.find(({ kind, span }) => kind === 'strategy' && span.start === start);
  return found?.kind === 'strategy' ? found : null;
}

function blockItems(header: Header, caret: Caret, analysis: Analysis): readonly Item[] {
  const type = BLOCK_TYPES.find((known) => known === header.type);
  if (type === undefined) return [];
  const block = blockFrom(header.start, analysis);
  const said = new Set(block?.statements.flatMap((each) => (each.kind === 'setting' ? [each.key] : [])));
  const missing = missingIn(block, analysis);
  const settings = SYNTAXES.filter(({ setting: { block: of, key, repeatable } }) => {
    return of === type && (repeatable === true || !said.has(key)) && isOfKind(type, header.name, key);
  }).map(({ setting: { key }, readable }, place): Item => {
    const isMissing = missing.has(key);
    return {
      label: key,
      kind: 'setting',
      detail: isMissing ? 'has to be said' : readable.slice(key.length).trim(),
      snippet: caret.isLast ? settingSnippet(type, key) : literal(key),
      rank: isMissing ? 0 : 1 + place / 100,
      about: { of: 'setting', block: type, key },
    };
  });
  const [taken] = removable(type, analysis.strategyAt(header.start));
  return [
    ...settings,
    ...(type === 'features' ? definition('a feature', 0, caret) : []),
    statement('include', template('include «name»'), 2, caret),
    ...(taken === undefined ? [] : [statement('no', template(`no «${taken}»`), 3, caret)]),
    statement('allow', template('allow «warning» "«reason»"'), 4, caret),
  ];
}

/** Each kind of split is told different things. */
function isOfKind(type: BlockType, name: string | null, key: string): boolean {
  if (type !== 'split') return true;
  const kind = name ?? 'windows';
  return !(kind in SETTINGS_OF) || SETTINGS_OF[kind as keyof typeof SETTINGS_OF].includes(key);
}

function blockFrom(start: number, { main }: Analysis): Block | null {
  for (const declaration of main.tree.declarations) {
    if (declaration.kind === 'block' && declaration.span.start === start) return declaration;
    const inside = declaration.kind === 'strategy' ? declaration.statements : [];
    const found = inside.find(({ kind, span }) => kind === 'block' && span.start === start);
    if (found?.kind === 'block') return found;
  }
  return null;
}

/** What the checker misses in it: the settings whose lines it proposes to add. */
function missingIn(block: Block | null, { diagnostics }: Analysis): ReadonlySet<string> {
  if (block === null) return new Set();
  const missed = diagnostics.filter(
    ({ code, span }) =>
      code === 'missing-setting' && span.file === block.span.file && span.start === block.typeSpan.start,
  );
  const lines = missed.flatMap(({ remedies }) =>
    remedies.flatMap(({ change }) => (change.kind === 'lines' ? change.lines : [])),
  );
  const keys = SYNTAXES.filter(({ setting }) => setting.block === block.type).map(({ setting }) => setting.key);
  return new Set(keys.filter((key) => lines.some((line) => line.startsWith(`${key} `))));
}
