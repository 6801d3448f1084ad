/** Problems of the parser that are better told as what they are: statements of another system, or of none. */
import type { Span } from '../../grammar/span.ts';
import type { SyntaxProblem } from '../../grammar/tree.ts';
import { tellDottedCall, tellSubscript } from './access.ts';
import { type Statement, statementAt, tellPart } from './part.ts';
import { returnAhead } from './returnAhead.ts';
import { tellSpelling } from './spellings.ts';
import { SHAPES } from './table.ts';
import { fill, type Telling } from './tell.ts';

/** Codes that say no more than that something else was expected. */
const GENERAL: ReadonlySet<string> = new Set([
  ...['unexpected-token', 'unexpected-character', 'unknown-choice', 'unknown-setting', 'unknown-statement'],
  ...['equals-in-argument', 'dotted-name', 'typographic-quotes', 'unknown-unit', 'malformed-number'],
]);

export interface StatementTelling extends Telling {
  /** All of it: what else is wrong in there goes without saying. */
  readonly statement: Span;
}

export function tellProblem(problem: SyntaxProblem, text: string): StatementTelling | null {
  if (!GENERAL.has(problem.code)) return null;
  const statement = statementAt(problem.span, text);
  const told =
    tellLabel(statement) ??
    tellShape(statement, problem.facts.block === 'model') ??
    (problem.code === 'dotted-name' ? tellDottedCall(statement) : null) ??
    tellSubscript(statement) ??
    tellSpelling(problem, statement);
  const { file, start } = statement;
  return told && { ...told, statement: { file, start, end: start + statement.text.length } };
}

const LABEL = /^label\s+\w+\s*=\s*(?<value>.*)$/d;

/** All of the label's value, where that is a return ahead. */
function tellLabel(statement: Statement): Telling | null {
  const part = LABEL.exec(statement.text)?.indices?.groups?.value;
  const instead = part === undefined ? null : returnAhead(statement.text.slice(...part));
  return part === undefined || instead === null ? null : tellPart('negative-lag', statement, part, [instead]);
}

function tellShape(statement: Statement, isModel: boolean): Telling | null {
  for (const { code, shape, instead } of SHAPES) {
    const part = shape.exec(statement.text)?.indices?.groups?.at;
    if (part === undefined || (isModel && statement.text.startsWith('shuffle'))) continue;
    const parts = partsOf(statement.text.slice(...part));
    const templates = code === 'negative-lag' && statement.text.startsWith('label ') ? AHEAD : instead;
    return tellPart(
      code,
      statement,
      part,
      templates.map((template) => fill(template, parts)),
    );
  }
  return null;
}

const AHEAD = ['forward_return(x, 1d)'];

/** What is shifted and by how much: `close.shift(-2)`, `df["close"].shift(-2)`, `Ref($close, -2)`, `close[-2]`. */
function partsOf(text: string) {
  const x = /\(\s*\$?([a-z]\w*)\s*,/.exec(text) ?? /["']([a-z]\w*)["']/.exec(text) ?? /^([a-z]\w*)[.[]/.exec(text);
  const sessions = /-\s*(\d{1,4})\b/.exec(text)?.[1];
  return { x: x?.[1] ?? 'close', window: sessions === undefined ? undefined : `${sessions}d` };
}
