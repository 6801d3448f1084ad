/**
 * A tree as text in canonical layout: one statement a line, two blanks of indentation, blocks set apart by an empty
 * line. Parsing the text gives the tree again. Comments are not in the tree and are lost.
 */
import { writeText } from './literal.ts';
import { type PatternElement, syntaxOf } from './pattern.ts';
import type {
  Block,
  BlockStatement,
  BlockType,
  Declaration,
  Definition,
  Expression,
  Setting,
  SlotValue,
  SourceFile,
  StrategyStatement,
} from './tree.ts';

export function printFile(file: SourceFile): string {
  const uses = file.uses.map((use) => `use ${use.path.map((part) => part.text).join('.')}\n`).join('');
  const declarations = file.declarations.map((declaration) => `${printDeclaration(declaration)}\n`);
  return [...(uses === '' ? [] : [uses]), ...declarations].join('\n');
}

function printDeclaration(declaration: Declaration): string {
  switch (declaration.kind) {
    case 'strategy': {
      const parent = declaration.parent === null ? '' : ` extends ${declaration.parent.text}`;
      const body = separated(declaration.statements);
      return `strategy ${declaration.name.text}${parent} ${braced(body)}`;
    }
    case 'block':
      return printBlock(declaration);
    case 'members':
      return `members ${declaration.name.text} = ${printExpression(declaration.value)}`;
    case 'definition':
      return printDefinition(declaration);
  }
}

/** Blocks stand apart; what else a strategy says is kept together. */
function separated(statements: readonly StrategyStatement[]): string[] {
  return statements.flatMap((statement, i) => {
    const apart = i > 0 && (statement.kind === 'block' || statements[i - 1].kind === 'block');
    return apart ? ['', printStrategyStatement(statement)] : [printStrategyStatement(statement)];
  });
}

function braced(statements: readonly string[]): string {
  if (statements.length === 0) return '{\n}';
  const lines = statements.join('\n').split('\n');
  return `{\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n}`;
}

function printStrategyStatement(statement: StrategyStatement): string {
  switch (statement.kind) {
    case 'param': {
      const bounds = statement.bounds === null ? '' : ` in ${printSlot(statement.bounds)}`;
      return `param ${statement.name.text} = ${printExpression(statement.value)}${bounds}`;
    }
    case 'block':
      return printBlock(statement);
    case 'definition':
      return printDefinition(statement);
    case 'allow':
      return printBlockStatement(statement, 'universe');
  }
}

function printDefinition(definition: Definition): string {
  return `${definition.label ? 'label ' : ''}${definition.name.text} = ${printExpression(definition.value)}`;
}

function printBlock(block: Block): string {
  const name = block.name === null ? '' : ` ${block.name.text}`;
  const statements = block.statements.map((statement) => printBlockStatement(statement, block.type));
  return `${block.type}${name} ${braced(statements)}`;
}

function printBlockStatement(statement: BlockStatement, block: BlockType): string {
  switch (statement.kind) {
    case 'setting':
      return printSetting(statement, block);
    case 'definition':
      return printDefinition(statement);
    case 'include':
      return `include ${statement.name.text}`;
    case 'removal':
      return `no ${statement.key}`;
    case 'allow':
      return `allow ${statement.code.replaceAll('-', '_')} ${writeText(statement.reason.value)}`;
  }
}

function printSetting(setting: Setting, block: BlockType): string {
  const syntax = syntaxOf(block, setting.key);
  if (syntax === undefined) throw new Error(`bug: ${block} has no setting '${setting.key}'`);
  const parts = syntax.elements.flatMap((element) => printElement(element, setting.slots));
  return parts.reduce((line, part) => (part === ',' ? `${line},` : `${line} ${part}`), setting.key);
}

function printElement(element: PatternElement, slots: Setting['slots']): string[] {
  switch (element.kind) {
    case 'word':
      return [element.text];
    case 'slot':
    case 'choice':
      return element.name in slots ? [printSlot(slots[element.name])] : [];
    case 'optional':
      return element.elements.some((inner) => (inner.kind === 'slot' || inner.kind === 'choice') && inner.name in slots)
        ? element.elements.flatMap((inner) => printElement(inner, slots))
        : [];
  }
}

function printSlot(value: SlotValue): string {
  switch (value.kind) {
    case 'range':
      return `${printExpression(value.from)} .. ${printExpression(value.to)}`;
    case 'words':
    case 'compound-name':
      return value.text;
    case 'time':
      return `${String(value.hour).padStart(2, '0')}:${String(value.minute).padStart(2, '0')}`;
    default:
      return printExpression(value);
  }
}

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'name':
    case 'number':
      return expression.text;
    case 'date':
      return expression.iso;
    case 'text':
      return writeText(expression.value);
    case 'list':
      return `[${expression.items.map(printExpression).join(', ')}]`;
    case 'call': {
      const args = expression.arguments.map(({ name, value }) =>
        name === null ? printExpression(value) : `${name.text}: ${printExpression(value)}`,
      );
      return `${expression.callee.text}(${args.join(', ')})`;
    }
    case 'unary':
      return `${expression.operator}${expression.operator === 'not' ? ' ' : ''}${printExpression(expression.operand)}`;
    case 'binary':
      return `${printExpression(expression.left)} ${expression.operator} ${printExpression(expression.right)}`;
    case 'parenthesized':
      return `(${printExpression(expression.inner)})`;
    case 'missing':
      return '';
  }
}
