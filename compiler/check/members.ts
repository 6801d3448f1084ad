/** Which stocks may be held: a named universe, the constituents of an index, or a list of tickers. */
import type { Expression, ListLiteral } from '../../grammar/tree.ts';
import { bindArguments } from '../expression/arguments.ts';
import { readConstant } from '../expression/check.ts';
import { textOf } from '../expression/context.ts';
import { required } from '../expression/operators.ts';
import { declaredNames, findDeclared, type LoadedFile } from '../load/files.ts';
import { report, tellDay, tellMembers } from '../mistakes/tell.ts';
import { nearest } from '../nearest.ts';
import type { MembersSpec } from '../plan.ts';
import type { CheckContext } from './settings.ts';

export interface CheckedMembers {
  readonly members: MembersSpec;
  /** How many there are at least on any session, or null when nobody says. */
  readonly fewest: number | null;
}

export function readMembers(expression: Expression, home: LoadedFile, context: CheckContext): CheckedMembers | null {
  const { diagnostics } = context;
  switch (expression.kind) {
    case 'missing':
      return null;
    case 'parenthesized':
      return readMembers(expression.inner, home, context);
    case 'list':
      return readTickers(expression, home, context);
    case 'name': {
      const name = expression.text;
      const [found, other] = findDeclared(home, ({ values }) => values, name);
      if (other !== undefined && found !== undefined) {
        const files = [found.home.file, other.home.file];
        return diagnostics.report('ambiguous-name', expression.span, { name, files });
      }
      // A members declaration names its stocks outright, so that this never goes in circles.
      if (found?.node.kind === 'members' && found.node.value.kind !== 'name') {
        return readMembers(found.node.value, found.home, context);
      }
      if (home.incomplete) return null;
      const known = declaredNames(home, ({ values }) => values);
      const told = tellMembers(name, expression.span);
      if (told !== null) return report(told, diagnostics);
      return diagnostics.report('not-members', expression.span, { name, nearest: nearest(name, known) });
    }
    case 'call': {
      if (expression.callee.text !== 'constituents') break;
      const { name, parameters, example } = required('constituents');
      const callee = { name, span: expression.callee.span, whole: expression.span, parameters, example };
      const told = tellDay(expression, (part) => textOf(part, context.sources));
      if (told !== null) return report(told, diagnostics);
      const [index, fewest = null] = bindArguments(callee, expression.arguments, diagnostics) ?? [];
      if (!index) return null;
      if (index.kind === 'text') {
        return { members: { source: 'constituents', index: index.value }, fewest: readFewest(fewest, home, context) };
      }
      const facts = {
        what: '`index` of `constituents`',
        expected: 'a text in quotes',
        found: 'something else',
        hint: example,
      };
      return diagnostics.report('wrong-kind', index.span, facts);
    }
  }
  return diagnostics.report('not-members', expression.span, { name: null, nearest: null });
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
      diagnostics.report('not-a-ticker', item.span, facts);
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
  if (seen.size === 0) return diagnostics.report('not-members', span, { name: null, nearest: null });
  return { members: { source: 'list', tickers: [...seen.keys()].sort() }, fewest: seen.size };
}

function isUniverse(name: string, home: LoadedFile): boolean {
  return findDeclared(home, ({ values }) => values, name).some(({ node }) => node.kind === 'members');
}
