/** Statements of one line, as cells that line up with those of neighbours of the same shape. */
import { writeText } from '../literal.ts';
import { type PatternElement, SYNTAXES, syntaxOf } from '../pattern.ts';
import type { BlockStatement, BlockType, Definition, MembersDeclaration, Param, Setting, Use } from '../tree.ts';
import type { Comments } from './comments.ts';
import { BLANK, type Doc, flatText, group, indent, WIDTH } from './doc.ts';
import { expressionDoc, slotDoc } from './expression.ts';

/** Rows of the same shape line up with each other. */
export interface Row {
  readonly shape: string;
  readonly cells: readonly Doc[];
  /** Blanks before each cell but the first, where it lines up with that of another row. */
  readonly gaps: readonly number[];
}

export type RowStatement = Use | MembersDeclaration | Param | BlockStatement;

/** Blocks that read as a table of settings; the others read as sentences. */
const TABLES: ReadonlySet<BlockType> = new Set(['universe', 'model', 'split', 'costs', 'paper']);

/** `block`: the one it stands in, for the patterns of settings. */
export function rowOf(statement: RowStatement, block: BlockType | null, comments: Comments): Row {
  switch (statement.kind) {
    case 'use':
      return single(`use ${statement.path.map(({ text }) => text).join('.')}`);
    case 'param':
      return paramRow(statement, comments);
    case 'members':
      return definitionRow('members ', statement, comments);
    case 'definition':
      return definitionRow(statement.label ? 'label ' : '', statement, comments);
    case 'include':
      return single(`include ${statement.name.text}`);
    case 'removal':
      return single(`no ${shortest(statement.key, block)}`);
    case 'allow':
      return single(`allow ${statement.code.replaceAll('-', '_')} ${writeText(statement.reason.value)}`);
    case 'setting':
      return settingRow(statement, block!, comments);
  }
}

function single(text: string): Row {
  return { shape: text, cells: [text], gaps: [] };
}

/** The first word of a key says enough where no other key of the block begins with it. */
function shortest(key: string, block: BlockType | null): string {
  const [first] = key.split(' ');
  const alike = SYNTAXES.filter(({ setting }) => setting.block === block && setting.key.split(' ')[0] === first);
  return alike.length > 1 ? key : first;
}

function definitionRow(word: string, { name, value }: Pick<Definition, 'name' | 'value'>, comments: Comments): Row {
  const cells = [`${word}${name.text}`, ['= ', expressionDoc(value, comments)]];
  return fitting({ shape: `${word}=`, cells, gaps: [1] });
}

function paramRow({ name, value, bounds }: Param, comments: Comments): Row {
  const cells: Doc[] = [`param ${name.text}`, ['= ', expressionDoc(value, comments)]];
  if (bounds !== null) cells.push(['in ', slotDoc(bounds, comments)]);
  return fitting({ shape: 'param', cells, gaps: [1, 2] });
}

function settingRow(setting: Setting, block: BlockType, comments: Comments): Row {
  const syntax = syntaxOf(block, setting.key);
  if (syntax === undefined) throw new Error(`bug: ${block} has no setting '${setting.key}'`);
  const columns = new Map(syntax.setting.columns);
  const cells: Doc[][] = [[setting.key]];
  const gaps: number[] = [];
  if (TABLES.has(block)) {
    cells.push([]);
    gaps.push(2);
  }
  for (const { text, doc } of syntax.elements.flatMap((element) => piecesOf(element, setting.slots, comments))) {
    const gap = text === null ? undefined : columns.get(text);
    if (gap !== undefined) {
      cells.push([]);
      gaps.push(gap);
    }
    const cell = cells.at(-1)!;
    cell.push(cell.length === 0 || text === ',' ? '' : ' ', doc);
  }
  return fitting({ shape: `${TABLES.has(block)} ${gaps.join()}`, cells, gaps });
}

interface Piece {
  /** Of a fixed word. */
  readonly text: string | null;
  readonly doc: Doc;
}

function piecesOf(element: PatternElement, slots: Setting['slots'], comments: Comments): Piece[] {
  switch (element.kind) {
    case 'word':
      return [{ text: element.text, doc: element.text }];
    case 'slot':
    case 'choice':
      return element.name in slots ? [{ text: null, doc: slotDoc(slots[element.name], comments) }] : [];
    case 'optional':
      return isWritten(element.elements, slots)
        ? element.elements.flatMap((inner) => piecesOf(inner, slots, comments))
        : [];
    case 'either':
      return element.branches
        .filter((branch) => isWritten(branch, slots))
        .flatMap((branch) => branch.flatMap((inner) => piecesOf(inner, slots, comments)));
  }
}

function isWritten(elements: readonly PatternElement[], slots: Setting['slots']): boolean {
  return elements.some((element) => (element.kind === 'slot' || element.kind === 'choice') && element.name in slots);
}

/** What is longer is no key or name, but a phrase that may be broken itself. */
const LONGEST_KEY = WIDTH / 2;

/** A row that is too long, or has a comment inside, keeps its key in the column and breaks between and in the rest. */
function fitting(row: Row): Row {
  const [first, ...rest] = row.cells;
  const [keyLength, ...lengths] = row.cells.map((cell) => flatText(cell)?.length ?? WIDTH + 1);
  const length = lengths.reduce((sum, each) => sum + 1 + each, keyLength);
  if (length <= WIDTH || rest.length === 0) return row;
  const broken = (cells: readonly Doc[]) => group([cells[0], indent(cells.slice(1).map((cell) => [BLANK, cell]))]);
  return { ...row, cells: keyLength > LONGEST_KEY ? [broken(row.cells)] : [first, broken(rest)] };
}
