/** Problems of the parser that are better told as what they are: statements of another system, or of none. */
import type { Span } from '../../grammar/span.ts';
import type { SyntaxProblem } from '../../grammar/tree.ts';
import { builtin } from '../../stdlib/registry.ts';
import type { TellingCode } from '../messages/mistakes.ts';
import { SHAPES } from './table.ts';
import { fill, type Telling } from './tell.ts';
import { translationOf } from './translations.ts';

/** Codes that say no more than that something else was expected. */
const GENERAL: ReadonlySet<string> = new Set([
  ...['unexpected-token', 'unexpected-character', 'unknown-choice', 'unknown-setting', 'unknown-statement'],
  ...['equals-in-argument', 'dotted-name', 'typographic-quotes', 'unknown-unit', 'malformed-number'],
]);

/** Enough for any statement that a person writes; bounds what the patterns look at. */
const LONGEST = 400;

interface Statement {
  readonly text: string;
  readonly start: number;
  readonly file: string;
}

export interface StatementTelling extends Telling {
  /** All of it: what else is wrong in there goes without saying. */
  readonly statement: Span;
}

export function tellProblem(problem: SyntaxProblem, text: string): StatementTelling | null {
  if (!GENERAL.has(problem.code)) return null;
  const statement = statementAt(problem.span, text);
  const told =
    tellShape(statement, problem.facts.block === 'model') ??
    (problem.code === 'dotted-name' ? tellDottedCall(statement) : null) ??
    tellSubscript(statement);
  const { file, start } = statement;
  return told && { ...told, statement: { file, start, end: start + statement.text.length } };
}

function tellShape(statement: Statement, isModel: boolean): Telling | null {
  for (const { code, shape, instead } of SHAPES) {
    const [from, to] = shape.exec(statement.text)?.indices?.groups?.at ?? [0, 0];
    if (to > from && !(isModel && statement.text.startsWith('shuffle'))) {
      const parts = partsOf(statement.text.slice(from, to));
      return tell(
        code,
        statement,
        from,
        to,
        instead.map((template) => fill(template, parts)),
      );
    }
  }
  return null;
}

/** What is shifted and by how much: `close.shift(-2)`, `df["close"].shift(-2)`, `Ref($close, -2)`, `close[-2]`. */
function partsOf(text: string) {
  const x = /\(\s*\$?([a-z]\w*)/.exec(text) ?? /["']([a-z]\w*)["']/.exec(text) ?? /^([a-z]\w*)[.[]/.exec(text);
  const sessions = /-\s*(\d{1,4})\b/.exec(text)?.[1];
  return { x: x?.[1] ?? 'close', window: sessions === undefined ? undefined : `${sessions}d` };
}

/** What stands between the ends of statements around the problem, without a comment. */
function statementAt({ start: at, file }: Span, text: string): Statement {
  const before = text.slice(Math.max(0, at - LONGEST), at);
  const opened = before.length - (/[^\n\r;{]*$/.exec(before)?.[0].length ?? 0);
  const blanks = /^\s*/.exec(text.slice(at - before.length + opened, at + LONGEST))?.[0].length ?? 0;
  const start = at - before.length + opened + blanks;
  const written = /^[^\n\r;}#]*/.exec(text.slice(start, start + LONGEST))?.[0] ?? '';
  return { text: written.trimEnd(), start, file };
}

function tell(
  code: TellingCode,
  { text, start, file }: Statement,
  from: number,
  to: number,
  instead: readonly string[],
): Telling {
  return { code, span: { file, start: start + from, end: start + to }, facts: { text: text.slice(from, to), instead } };
}

/** `close[1]`, `df["close"]` */
function tellSubscript(statement: Statement): Telling | null {
  const found = /\b([A-Za-z_]\w*)\[\s*(?:(\d{1,4})|[a-z]\s*-\s*(\d{1,4})|["'](\w+)["'])?[^\]]*\]?/d.exec(
    statement.text,
  );
  const [from, to] = found?.indices?.[0] ?? [0, 0];
  if (found === null || to === from) return null;
  const [, name = 'close', back, before, column] = found;
  const sessions = Number(back ?? before ?? 1);
  const lagged = sessions === 0 ? name : `lag(${name}, ${sessions}d)`;
  return tell('subscript', statement, from, to, [column?.toLowerCase() ?? lagged]);
}

/** `ta.sma(close, 20)`, `close.rolling(20).mean()`, `close.shift(1)` */
function tellDottedCall(statement: Statement): Telling | null {
  const found = /\b([A-Za-z_]\w*)(?:\.[A-Za-z_]\w*)*\.([A-Za-z_]\w*)\((?:\s*([A-Za-z_]\w*)\s*[,)])?\s*(\d{1,4})?/d.exec(
    statement.text,
  );
  const [from, to] = found?.indices?.[2] ?? [0, 0];
  if (found === null || to === from) return null;
  const [, owner = '', method = '', argument, digits] = found;
  const start = found.index;
  const rolled = /^\([^()]*\)\.(\w+)/.exec(statement.text.slice(to))?.[1];
  const x = LIBRARIES.has(owner) ? argument : owner;
  const window = digits === undefined ? undefined : `${digits}d`;
  const template = templateOf(method, rolled, digits !== undefined);
  return tell('dotted-call', statement, start, to, template === null ? [] : [fill(template, { x, window })]);
}

function templateOf(method: string, rolled: string | undefined, isWindowed: boolean): string | null {
  if (method === 'rolling') return ROLLING.get(rolled ?? '') ?? null;
  const ours = builtin(method) === undefined ? undefined : `${method}(${isWindowed ? 'x, 20d' : 'x'})`;
  return translationOf(method)?.template ?? ours ?? null;
}

const LIBRARIES: ReadonlySet<string> = new Set([
  'ta',
  'talib',
  'np',
  'numpy',
  'pd',
  'pandas',
  'math',
  'vbt',
  'qtpylib',
]);

/** What follows `rolling(20).` */
const ROLLING: ReadonlyMap<string, string> = new Map([
  ['mean', 'mean(x, 20d)'],
  ['std', 'stdev(x, 20d)'],
  ['sum', 'sum(x, 20d)'],
  ['max', 'highest(x, 20d)'],
  ['min', 'lowest(x, 20d)'],
  ['median', 'median(x, 20d)'],
  ['rank', 'rank_over(x, 20d)'],
]);
