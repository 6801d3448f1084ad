/** What is told of what the pointer is at: its kind, unit and time, what it is for, how it is written. */
import type { Span } from '../../grammar/span.ts';
import type { Allow, NumberLiteral } from '../../grammar/tree.ts';
import { describeUnit, measure } from '../expression/units.ts';
import { formatNumber } from '../formula.ts';
import { isCode, MESSAGES } from '../messages.ts';
import type { Analysis } from './analysis.ts';
import { type Around, around, blockAround, settingAround } from './around.ts';
import { blockText, settingText, statementText } from './blockTexts.ts';
import { nameText } from './hoverNames.ts';
import { contains } from './path.ts';

export interface Hover {
  /** What it is about. */
  readonly span: Span;
  readonly markdown: string;
}

/** Null where there is nothing to tell: between statements, in comments, of names that nothing has. */
export function hoverAt(analysis: Analysis, offset: number): Hover | null {
  const at = around(analysis, offset);
  const node = at.path.at(-1);
  if (node === undefined || !('kind' in node)) return null;
  switch (node.kind) {
    case 'name': {
      const markdown = nameText(node, at);
      return markdown === null ? ofSetting(at, node.span) : { span: node.span, markdown };
    }
    case 'number':
      return ofNumber(node);
    case 'block':
      if (!contains(node.typeSpan, offset)) return null;
      return { span: node.typeSpan, markdown: blockText(node.type, analysis.plan) };
    case 'setting':
      return ofSetting(at, contains(node.keySpan, offset) ? node.keySpan : wordAt(at));
    case 'words':
    case 'range':
    case 'time':
    case 'date':
    case 'compound-name':
      return ofSetting(at, node.span);
    case 'allow':
      return contains(node.codeSpan, offset) ? ofAllowed(node) : ofStatement(node.span, at);
    case 'use':
    case 'param':
    case 'definition':
    case 'include':
    case 'removal':
    case 'members':
    case 'strategy':
      return ofStatement(node.span, at);
    default:
      return null;
  }
}

/** `5 bps` is 0.0005, and a ratio. */
function ofNumber(literal: NumberLiteral): Hover {
  const { value, unit } = measure(literal);
  const figure =
    Number.parseFloat(literal.text.replaceAll('_', '')) === value ? '' : ` = ${Number(value.toPrecision(12))}`;
  return { span: literal.span, markdown: `\`${formatNumber(value, unit)}\`${figure}, ${describeUnit(unit)}` };
}

function ofSetting(at: Around, span: Span | null): Hover | null {
  const block = blockAround(at);
  const setting = settingAround(at);
  if (block === null || setting === null || span === null) return null;
  return { span, markdown: settingText(block.type, setting.key) };
}

/** A fixed word of a setting: `gross`, `by`. Null between words. */
function wordAt({ analysis: { text, file }, offset }: Around): Span | null {
  const start = offset - (/[a-z_]*$/.exec(text.slice(Math.max(0, offset - LONGEST_WORD), offset))?.[0].length ?? 0);
  const length = /^[a-z_]+/.exec(text.slice(start, start + 2 * LONGEST_WORD))?.[0].length ?? 0;
  return length === 0 ? null : { file, start, end: start + length };
}

const LONGEST_WORD = 40;

function ofAllowed({ code, codeSpan }: Allow): Hover | null {
  return isCode(code) ? { span: codeSpan, markdown: `**${code}**\n\n${MESSAGES[code].explain}` } : null;
}

/** Of the word that it begins with. */
function ofStatement({ file, start, end }: Span, { analysis, offset }: Around): Hover | null {
  const word = /^[a-z]+/.exec(analysis.text.slice(start, end))?.[0] ?? '';
  const span = { file, start, end: start + word.length };
  const markdown = contains(span, offset) ? statementText(word) : null;
  return markdown === null ? null : { span, markdown };
}
