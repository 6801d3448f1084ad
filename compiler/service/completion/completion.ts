/**
 * What could be written at the caret, in texts that are unfinished there. The layout says which statement is being
 * written, the table of settings what may come next in it, the checker which names there are.
 *
 *   text up to the caret ── caret.ts ─▶ open blocks, statement so far
 *                                         ├─ nothing yet ──▶ statements.ts
 *                                         ├─ a setting ────▶ settings.ts ── pattern.ts, values.ts
 *                                         └─ any other ────▶ words of its own, values.ts
 */
import type { IToken } from 'chevrotain';
import { BLOCK_TYPES } from '../../../grammar/settings.ts';
import type { Span } from '../../../grammar/span.ts';
import { DefinedName, Equals, isStarter, wordOf } from '../../../grammar/tokens.ts';
import type { BlockType } from '../../../grammar/tree.ts';
import { MODELS } from '../../check/model.ts';
import { NAMED } from '../../check/split/split.ts';
import { CODES, severityOf } from '../../messages.ts';
import type { Analysis } from '../analysis.ts';
import { type Caret, caretAt } from './caret.ts';
import { readExpression } from './expression.ts';
import { type Item, literal, template } from './item.ts';
import { itemsOfLibraries, libraryPaths } from './libraries.ts';
import { declaredIn, removable, visibleNames } from './names.ts';
import { settingItems } from './settings.ts';
import { statementItems } from './statements.ts';
import { scopesOf, valueItems } from './values.ts';

/** An item, and what takes its place in the text. */
export interface Completion extends Item {
  readonly span: Span;
}

/** Each label once, the likeliest first. @returns none in comments and quoted texts */
export function completionsAt(analysis: Analysis, offset: number): readonly Completion[] {
  const caret = caretAt(analysis.text, offset, analysis.file);
  if (caret === null) return [];
  const byLabel = new Map<string, Completion>();
  for (const item of itemsAt(caret, analysis)) {
    const known = byLabel.get(item.label);
    if (known === undefined || item.rank < known.rank)
      byLabel.set(item.label, { ...item, span: item.span ?? caret.word });
  }
  return [...byLabel.values()].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1));
}

function itemsAt(caret: Caret, analysis: Analysis): readonly Item[] {
  const [first, ...rest] = caret.before;
  if (first === undefined) return statementItems(caret, analysis);
  const defined = definitionIn(caret.before);
  if (defined !== null) return definedItems(defined, caret, analysis);
  if (first.tokenType.name.startsWith('Block_')) return headerItems(wordOf(first), rest);
  if (isStarter(first)) return startedItems(wordOf(first), rest, caret, analysis);
  // The first word of two: `limit`.
  const type = blockTypeOf(caret);
  return type === null ? [] : settingItems(type, caret, analysis);
}

/** Of the innermost block that is open. */
function blockTypeOf({ open }: Caret): BlockType | null {
  return BLOCK_TYPES.find((known) => known === open.at(-1)?.type) ?? null;
}

/** The tokens of the value, of `name = …`, `label name = …` and `param name = …`; null of any other statement. */
function definitionIn(before: readonly IToken[]): { readonly word: string; readonly value: readonly IToken[] } | null {
  const equals = before.findIndex(({ tokenType }) => tokenType === Equals);
  const [first] = before;
  if (first === undefined || equals < 1 || equals > 2 || before[equals - 1]?.tokenType !== DefinedName) return null;
  return { word: equals === 1 ? 'definition' : first.image, value: before.slice(equals + 1) };
}

function definedItems(
  { word, value }: { readonly word: string; readonly value: readonly IToken[] },
  caret: Caret,
  analysis: Analysis,
): readonly Item[] {
  const written = readExpression(value, false);
  if (written === null) return [];
  // A param is a number, behind which its bounds may stand.
  if (word === 'param') return written.next === 'operator' ? [plainWord('in')] : [];
  const type = blockTypeOf(caret);
  const results = word === 'label' ? 'label' : 'values';
  const wanted = { scopes: scopesOf(type, null), unit: null, example: null, results } as const;
  const defining = caret.before.find(({ tokenType }) => tokenType === DefinedName)?.image;
  const strategy = analysis.strategyAt(caret.open[0]?.start ?? 0);
  const visible = visibleNames(strategy, type).filter(({ label }) => label !== defining);
  return valueItems(wanted, written, visible);
}

/** Behind the type of a block: what kinds there are. */
function headerItems(type: string, rest: readonly IToken[]): readonly Item[] {
  if (rest.length > 0) return [];
  return (type === 'model' ? MODELS : type === 'split' ? NAMED : []).map(plainWord);
}

function startedItems(word: string, rest: readonly IToken[], caret: Caret, analysis: Analysis): readonly Item[] {
  const type = blockTypeOf(caret);
  switch (word) {
    case 'use':
      return libraryPaths(caret, analysis);
    case 'strategy':
      return strategyHeadItems(rest, analysis);
    case 'include':
      return rest.length > 0 || type === null ? [] : fragmentItems(type, caret, analysis);
    case 'no':
      return type === null ? [] : removalItems(type, rest, caret, analysis);
    case 'allow':
      return allowItems(rest, analysis);
    default:
      return type === null ? [] : settingItems(type, caret, analysis);
  }
}

function strategyHeadItems(rest: readonly IToken[], analysis: Analysis): readonly Item[] {
  const [name, extending, ...more] = rest;
  if (name === undefined || more.length > 0) return [];
  if (extending === undefined) return [plainWord('extends')];
  const known = declaredIn(analysis, ({ strategies }) => strategies.keys()).filter((each) => each.name !== name.image);
  return known.map((each) => nameItem(each.name, each.file));
}

function fragmentItems(type: string, caret: Caret, analysis: Analysis): readonly Item[] {
  const declared = declaredIn(analysis, ({ blocks }) => blocks.keys()).flatMap(({ name: key, file }) => {
    const [of, name = ''] = key.split(' ');
    return of === type ? [nameItem(name, file)] : [];
  });
  return [...declared, ...itemsOfLibraries(type, caret, analysis)];
}

function removalItems(type: BlockType, rest: readonly IToken[], caret: Caret, analysis: Analysis): readonly Item[] {
  const said = rest.map(({ image }) => `${image} `).join('');
  return removable(type, analysis.strategyAt(caret.open[0]?.start ?? 0))
    .filter((key) => key.startsWith(said))
    .map((key) => plainWord(key.slice(said.length)));
}

/** Those that are given now first. */
function allowItems(rest: readonly IToken[], { diagnostics }: Analysis): readonly Item[] {
  if (rest.length > 0) return [];
  const given = new Set(diagnostics.map(({ code }) => code));
  return CODES.filter((code) => severityOf(code) === 'warning' && code !== 'allow-unused').map((code): Item => {
    const label = code.replaceAll('-', '_');
    return {
      label,
      kind: 'warning',
      detail: given.has(code) ? 'given here' : '',
      snippet: template(`${label} "«reason»"`),
      rank: given.has(code) ? 0 : 1,
      about: { of: 'warning', name: code },
    };
  });
}

function plainWord(label: string): Item {
  return { label, kind: 'word', detail: '', snippet: literal(label), rank: 0, about: null };
}

function nameItem(label: string, file: string): Item {
  return { label, kind: 'name', detail: file, snippet: literal(label), rank: 0, about: null };
}
