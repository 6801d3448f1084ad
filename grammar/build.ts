/** Concrete tree to syntax tree, from the file down. The one reader of what the parser made. */
import type { IToken } from 'chevrotain';
import { buildExpression, buildName, type Site } from './build-expression.ts';
import { buildAllow, buildInclude, buildRemoval, buildSetting } from './build-setting.ts';
import { bracketed, type Cst, endOf, extentOf, nodeOf, nodesOf, spanOf, tokenOf, tokensOf } from './cst.ts';
import { recalled, type Statement } from './memory.ts';
import type { Place } from './parser.ts';
import { SYNTAXES } from './pattern.ts';
import { problem } from './problems.ts';
import { ruleNameOf } from './setting-parser.ts';
import type {
  Block,
  BlockStatement,
  BlockType,
  Declaration,
  Definition,
  MembersDeclaration,
  Name,
  Param,
  SourceFile,
  Strategy,
  StrategyStatement,
  Use,
} from './tree.ts';

const SYNTAX_OF_RULE = new Map(SYNTAXES.map((syntax) => [ruleNameOf(syntax), syntax]));

export function buildFile(node: Cst, text: string, site: Site): SourceFile {
  const uses: Use[] = [];
  const declarations: Declaration[] = [];
  for (const statement of nodesOf(node, 'fileStatement')) {
    const use = nodeOf(statement, 'use');
    if (use !== undefined) uses.push(...present(buildUse(use, site)));
    else declarations.push(...present(buildDeclaration(statement, site)));
  }
  return { kind: 'file', uses, declarations, span: { file: site.file, start: 0, end: text.length } };
}

function present<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}

function buildUse(node: Cst, site: Site): Use | null {
  const path = tokensOf(node, 'part').map((part) => buildName(part, site.file));
  return path.length === 0 ? null : { kind: 'use', path, span: extentOf(node, site.file)! };
}

function buildDeclaration(statement: Cst, site: Site): Declaration | null {
  const known = tokenOf(statement, 'Recalled');
  if (known !== undefined) return recall<Declaration>(known, 'file', site);
  const strategy = nodeOf(statement, 'strategy');
  if (strategy !== undefined) return buildStrategy(strategy, site);
  const block = nodeOf(statement, 'block');
  if (block !== undefined) return buildBlock(block, 'file', site);
  const members = nodeOf(statement, 'members');
  if (members !== undefined) return buildMembers(members, site);
  const definition = nodeOf(statement, 'definition');
  return definition === undefined ? null : buildDefinition(definition, site);
}

/** A statement of this place that was read before. */
function recall<T extends Statement>(token: IToken, place: Place, site: Site): T | null {
  const statement = recalled(token, place);
  if (statement === null) site.misplaced = true;
  return statement as T | null;
}

function buildMembers(node: Cst, site: Site): MembersDeclaration | null {
  const definition = buildDefinition(node, site);
  return definition === null
    ? null
    : { kind: 'members', name: definition.name, value: definition.value, span: definition.span };
}

/** Null when not even the name was read. */
function buildDefinition(node: Cst, site: Site): Definition | null {
  const name = tokenOf(node, 'DefinedName');
  if (name === undefined) return null;
  const label = Object.keys(node.children).some((key) => key === 'Start_label');
  const value = buildExpression(nodeOf(node, 'expression'), endOf(tokenOf(node, 'Equals') ?? name), site);
  return { kind: 'definition', label, name: buildName(name, site.file), value, span: extentOf(node, site.file)! };
}

function buildParam(node: Cst, site: Site): Param | null {
  const name = tokenOf(node, 'DefinedName');
  if (name === undefined) return null;
  const span = extentOf(node, site.file)!;
  const value = buildExpression(nodeOf(node, 'value'), endOf(tokenOf(node, 'Equals') ?? name), site);
  const low = nodeOf(node, 'from');
  const from = buildExpression(low, span.end, site);
  const to = buildExpression(nodeOf(node, 'to'), span.end, site);
  const range = { file: site.file, start: from.span.start, end: to.span.end };
  const bounds = low === undefined ? null : { kind: 'range' as const, from, to, span: range };
  return { kind: 'param', name: buildName(name, site.file), value, bounds, span };
}

function buildStrategy(node: Cst, site: Site): Strategy {
  const header = nodeOf(node, 'strategyHeader')!;
  const name = nameOrEmpty(header, site);
  const lastBlock = nodeOf(nodesOf(node, 'strategyStatement').at(-1), 'block');
  // A file that breaks off leaves both open: the inner one is enough to say so.
  const brokenOff = lastBlock !== undefined && tokenOf(lastBlock, 'RightBrace') === undefined;
  if (!brokenOff) verifyClosed(node, header, `strategy ${name.text}`.trim(), site);
  const parent = tokenOf(header, 'parent');
  return {
    kind: 'strategy',
    name,
    parent: parent === undefined ? null : buildName(parent, site.file),
    statements: nodesOf(node, 'strategyStatement').flatMap((statement) =>
      present(buildStrategyStatement(statement, site)),
    ),
    span: bracketed(node, tokenOf(header, 'Start_strategy')!, 'RightBrace', site.file),
  };
}

/** The name after the first word; empty where it could not be read. */
function nameOrEmpty(header: Cst, site: Site): Name {
  const name = tokenOf(header, 'Name');
  if (name !== undefined) return buildName(name, site.file);
  const at = endOf(tokenOf(header, 'Start_strategy')!);
  return { kind: 'name', text: '', span: { file: site.file, start: at, end: at } };
}

function buildStrategyStatement(statement: Cst, site: Site): StrategyStatement | null {
  const known = tokenOf(statement, 'Recalled');
  if (known !== undefined) return recall<StrategyStatement>(known, 'strategy', site);
  const param = nodeOf(statement, 'param');
  if (param !== undefined) return buildParam(param, site);
  const definition = nodeOf(statement, 'definition');
  if (definition !== undefined) return buildDefinition(definition, site);
  const block = nodeOf(statement, 'block');
  if (block !== undefined) return buildBlock(block, 'strategy', site);
  const allow = nodeOf(statement, 'allow');
  return allow === undefined ? null : buildAllow(allow, site);
}

/** Blocks whose head says of which type they are, or which of several. */
const NAMED: ReadonlySet<BlockType> = new Set(['model', 'split', 'portfolio']);

function buildBlock(node: Cst, place: 'file' | 'strategy', site: Site): Block | null {
  const header = nodeOf(node, 'blockHeader');
  const typeToken = tokenOf(header, 'type');
  if (header === undefined || typeToken === undefined) return null;
  const type = typeToken.image as BlockType;
  const typeSpan = spanOf(typeToken, site.file);
  const nameToken = tokenOf(header, 'Name');
  const name = nameToken === undefined ? null : buildName(nameToken, site.file);
  if (place === 'file' && name === null && header.recoveredNode !== true) {
    site.problems.push(problem('missing-block-name', site.file, typeSpan.start, typeSpan.end, { block: type }));
  }
  if (place === 'strategy' && name !== null && !NAMED.has(type)) {
    const facts = { name: name.text, block: type };
    site.problems.push(problem('unexpected-block-name', site.file, name.span.start, name.span.end, facts));
  }
  const statements = nodesOf(nodeOf(node, 'body'), `${type}Statement`);
  verifyClosed(node, header, type, site);
  return {
    kind: 'block',
    type,
    typeSpan,
    name,
    statements: statements.flatMap((statement) => present(buildBlockStatement(statement, type, site))),
    span: bracketed(node, typeToken, 'RightBrace', site.file),
  };
}

/** Reports a block without its `}` at the `{` that it leaves open. */
function verifyClosed(node: Cst, header: Cst, what: string, site: Site): void {
  const opening = tokenOf(header, 'LeftBrace');
  if (opening === undefined || tokenOf(node, 'RightBrace') !== undefined) return;
  site.problems.push(problem('unclosed-block', site.file, opening.startOffset, endOf(opening), { what }));
}

function buildBlockStatement(statement: Cst, block: BlockType, site: Site): BlockStatement | null {
  const known = tokenOf(statement, 'Recalled');
  if (known !== undefined) return recall<BlockStatement>(known, block, site);
  for (const rule in statement.children) {
    const node = nodeOf(statement, rule);
    if (node === undefined) continue;
    const syntax = SYNTAX_OF_RULE.get(rule);
    if (syntax !== undefined) return buildSetting(node, syntax, site);
    if (rule === 'include') return buildInclude(node, site);
    if (rule === 'removal') return buildRemoval(node, block, site);
    if (rule === 'allow') return buildAllow(node, site);
    if (rule === 'definition') return buildBlockDefinition(node, block, site);
  }
  return null;
}

/** Features are defined by name; in other blocks a definition has no meaning. */
function buildBlockDefinition(node: Cst, block: BlockType, site: Site): Definition | null {
  const definition = buildDefinition(node, site);
  if (definition === null) return null;
  const label = tokenOf(node, 'Start_label');
  if (block === 'features' && label === undefined) return definition;
  const at = label === undefined ? definition.name.span : spanOf(label, site.file);
  const statement = label === undefined ? 'definition' : 'label';
  site.problems.push(problem('misplaced-statement', site.file, at.start, at.end, { statement, place: block }));
  return null;
}
