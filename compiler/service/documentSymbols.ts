/** What a text declares, as a tree to find one's way by. */
import type { Span } from '../../grammar/span.ts';
import type { Block, BlockStatement, Declaration, SourceFile, StrategyStatement } from '../../grammar/tree.ts';
import type { Analysis } from './analysis.ts';

export interface DocumentSymbol {
  readonly kind: 'strategy' | 'block' | 'setting' | 'param' | 'definition' | 'label' | 'feature' | 'members';
  readonly name: string;
  /** What stands behind the name: the value of a param, what a strategy extends. */
  readonly detail: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

export function documentSymbols({ main }: Analysis): readonly DocumentSymbol[] {
  return symbolsOf(main.tree, main.text);
}

/** Without what has no name yet. */
export function symbolsOf(tree: SourceFile, text: string): readonly DocumentSymbol[] {
  return tree.declarations.map((declaration) => symbolOf(declaration, text)).filter(({ name }) => name !== '');
}

type Statement = Declaration | StrategyStatement | BlockStatement;

function symbolOf(
  statement: Exclude<Statement, { kind: 'allow' | 'include' | 'removal' }>,
  text: string,
  inBlock = false,
): DocumentSymbol {
  const { span } = statement;
  const after = (start: number) => oneLine(text.slice(start, span.end));
  switch (statement.kind) {
    case 'strategy': {
      const { name, parent, statements } = statement;
      const detail = parent === null ? '' : `extends ${parent.text}`;
      return {
        kind: 'strategy',
        name: name.text,
        detail,
        span,
        nameSpan: name.span,
        children: childrenOf(statements, text),
      };
    }
    case 'block': {
      const children = childrenOf(statement.statements, text, true);
      return { kind: 'block', name: nameOf(statement), detail: '', span, nameSpan: statement.typeSpan, children };
    }
    case 'setting': {
      const { key, keySpan } = statement;
      return { kind: 'setting', name: key, detail: after(keySpan.end), span, nameSpan: keySpan, children: [] };
    }
    case 'param':
    case 'members':
    case 'definition': {
      const { name, value } = statement;
      const kind =
        statement.kind !== 'definition'
          ? statement.kind
          : statement.label
            ? 'label'
            : inBlock
              ? 'feature'
              : 'definition';
      return { kind, name: name.text, detail: after(value.span.start), span, nameSpan: name.span, children: [] };
    }
  }
}

function childrenOf(
  statements: readonly (StrategyStatement | BlockStatement)[],
  text: string,
  inBlock = false,
): readonly DocumentSymbol[] {
  return statements.flatMap((statement) =>
    statement.kind === 'allow' || statement.kind === 'include' || statement.kind === 'removal'
      ? []
      : [symbolOf(statement, text, inBlock)],
  );
}

function nameOf({ type, name }: Block): string {
  return name === null ? type : `${type} ${name.text}`;
}

const LONGEST = 60;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
