/** Which stocks may be held: a named universe, the constituents of an index, a list of tickers, all there are, or some of those. */

import { nearest } from '../../configs/nearest.ts';
import type { Binary, Call, Expression, ListLiteral, MembersDeclaration, Name } from '../../grammar/tree.ts';
import { bindArguments } from '../expression/arguments.ts';
import { readConstant } from '../expression/check.ts';
import { textOf } from '../expression/context.ts';
import { required } from '../expression/operators.ts';
import { declaredNames, findDeclared, type LoadedFile, libraryCalled } from '../load/files.ts';
import { report, tellDay, tellMembers } from '../mistakes/tell.ts';
import type { MembersSpec } from '../planUniverse.ts';
import type { CheckContext } from './settings.ts';

export interface CheckedMembers {
  readonly members: MembersSpec;
  /** How many there are at least on any session, or null when nobody says. */
  readonly fewest: number | null;
}

export function readMembers(expression: Expression, home: LoadedFile, context: CheckContext): CheckedMembers | null {
  return read(expression, { home, context, open: [] });
}

/** Where an expression stands, and the declarations on the way to it. */
interface Site {
  readonly home: LoadedFile;
  readonly context: CheckContext;
  readonly open: readonly MembersDeclaration[];
}

function read(expression: Expression, site: Site): CheckedMembers | null {
  switch (expression.kind) {
    case 'missing':
      return null;
    case 'parenthesized':
      return read(expression.inner, site);
    case 'list':
      return readTickers(expression, site.home, site.context);
    case 'name':
      return readName(expression, site);
    case 'call':
      if (expression.callee.text !== 'constituents') break;
      return readConstituents(expression, site);
    case 'binary':
      if (expression.operator !== 'and' && expression.operator !== 'or') break;
      return readCombined(expression, expression.operator, site);
  }
  return site.context.diagnostics.report('not-members', expression.span, { name: null, nearest: null, library: null });
}

function readName({ text: name, span }: Name, { home, context, open }: Site): CheckedMembers | null {
  const { diagnostics } = context;
  const [found, other] = findDeclared(home, ({ values }) => values, name);
  if (other !== undefined && found !== undefined) {
    return diagnostics.report('ambiguous-name', span, { name, files: [found.home.file, other.home.file] });
  }
  if (found?.node.kind === 'members' && found.node.value.kind !== 'name') {
    const { node } = found;
    if (open.includes(node)) {
      const chain = [...open.slice(open.indexOf(node)), node].map((each) => each.name.text);
      return diagnostics.report('cyclic-definition', node.name.span, { chain, of: 'members' });
    }
    return read(node.value, { home: found.home, context, open: [...open, node] });
  }
  if (name === ALL && found === undefined) return { members: { source: 'all' }, fewest: null };
  if (home.incomplete) return null;
  const known = [...declaredNames(home, ({ values }) => values), ALL];
  const told = tellMembers(name, span);
  if (told !== null) return report(told, diagnostics);
  const facts = { name, nearest: nearest(name, known), library: libraryCalled(name, home) };
  return diagnostics.report('not-members', span, facts);
}

/** Every stock of the data. */
const ALL = 'all';

function readConstituents(call: Call, { home, context }: Site): CheckedMembers | null {
  const { diagnostics } = context;
  const { name, parameters, example } = required('constituents');
  const callee = { name, span: call.callee.span, whole: call.span, parameters, example };
  const told = tellDay(call, (part) => textOf(part, context.sources));
  if (told !== null) return report(told, diagnostics);
  const [index, fewest = null] = bindArguments(callee, call.arguments, diagnostics) ?? [];
  if (!index) return null;
  if (index.kind === 'text') {
    return { members: { source: 'constituents', index: index.value }, fewest: readFewest(fewest, home, context) };
  }
  const what = '`index` of `constituents`';
  const facts = { what, expected: 'a text in quotes', found: 'something else', hint: example };
  return diagnostics.report('wrong-kind', index.span, facts);
}

/** `a or b`, `a and b`, `a and not b`. */
function readCombined({ left, right }: Binary, operator: 'and' | 'or', site: Site): CheckedMembers | null {
  const isWithout = operator === 'and' && right.kind === 'unary' && right.operator === 'not';
  const first = read(left, site);
  const second = read(isWithout ? right.operand : right, site);
  if (first === null || second === null) return null;
  const source = isWithout ? 'and not' : operator;
  return { members: { source, of: [first.members, second.members] }, fewest: fewestOf(source, first, second) };
}

/** What can be counted on whoever they are. */
function fewestOf(source: 'or' | 'and' | 'and not', first: CheckedMembers, second: CheckedMembers): number | null {
  if (source === 'or') return Math.max(first.fewest ?? 0, second.fewest ?? 0) || null;
  if (source === 'and' || first.fewest === null || second.members.source !== 'list') return null;
  return Math.max(0, first.fewest - second.members.tickers.length);
}

function readFewest(written: Expression | null, home: LoadedFile, context: CheckContext): number | null {
  if (written === null) return null;
  const wanted = { what: '`fewest` of `constituents`', role: 'count', min: 0 } as const;
  const fewest = readConstant(written, { home, inStrategy: false, block: null }, wanted, context)?.value ?? 0;
  return fewest === 0 ? null : fewest;
}

/** In ticker order, so that the order of writing means nothing. */
function readTickers(
  { items, span }: ListLiteral,
  home: LoadedFile,
  { diagnostics, sources }: CheckContext,
): CheckedMembers | null {
  const seen = new Map<string, Expression>();
  let wrong = false;
  for (const item of items) {
    if (item.kind === 'missing') continue;
    const ticker = item.kind === 'name' ? item.text : item.kind === 'text' ? item.value : null;
    if (ticker === null || (item.kind === 'name' && isUniverse(ticker, home))) {
      const facts = ticker === null ? { listed: textOf(item.span, sources) } : { universe: ticker };
      // The 0700 of 0700.HK has been told of, dot and all.
      if (sources.get(item.span.file)?.[item.span.end] !== '.') diagnostics.report('not-a-ticker', item.span, facts);
      wrong = true;
      continue;
    }
    const twin = seen.get(ticker);
    if (twin !== undefined) {
      const related = [{ span: twin.span, message: 'first listed here' }];
      diagnostics.report('duplicate-name', item.span, { name: ticker }, { related });
    }
    seen.set(ticker, item);
  }
  // How many there would be is not known.
  if (wrong) return null;
  if (seen.size === 0) return diagnostics.report('not-members', span, { name: null, nearest: null, library: null });
  return { members: { source: 'list', tickers: [...seen.keys()].sort() }, fewest: seen.size };
}

function isUniverse(name: string, home: LoadedFile): boolean {
  return findDeclared(home, ({ values }) => values, name).some(({ node }) => node.kind === 'members');
}
