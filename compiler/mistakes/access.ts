/** Values reached as other languages do it: in brackets, by methods, through a library. */
import { builtin } from '../../stdlib/registry.ts';
import { type Statement, tellPart } from './part.ts';
import { fill, type Telling } from './tell.ts';
import { translationOf } from './translations.ts';

const SUBSCRIPT = /(?:\b([A-Za-z_]\w*)|\))(?<index>\[\s*(?:(\d{1,4})|[a-z]\s*-\s*(\d{1,4})|["'](\w+)["'])?[^\]]*\]?)/d;

/** `close[1]`, `close[t-1]`, `df["close"]`, `mean(close, 20d)[1]` */
export function tellSubscript(statement: Statement): Telling | null {
  const found = SUBSCRIPT.exec(statement.text);
  const part = found?.indices?.[1] === undefined ? found?.indices?.groups?.index : found.indices[0];
  if (found === null || part === undefined) return null;
  const [, name = 'x', , back, before, column] = found;
  const sessions = Number(back ?? before ?? 1);
  const lagged = sessions === 0 ? name : `lag(${name}, ${sessions}d)`;
  return tellPart('subscript', statement, part, [column?.toLowerCase() ?? lagged]);
}

const DOTTED_CALL =
  /(?<called>\b([A-Za-z_]\w*)(?:\.[A-Za-z_]\w*)*\.([A-Za-z_]\w*))\((?:\s*([A-Za-z_]\w*)\s*[,)])?\s*(\d{1,4})?/d;

/** `ta.sma(close, 20)`, `close.rolling(20).mean()`, `close.shift(1)` */
export function tellDottedCall(statement: Statement): Telling | null {
  const found = DOTTED_CALL.exec(statement.text);
  const part = found?.indices?.groups?.called;
  if (found === null || part === undefined) return null;
  const [, , owner = '', method = '', argument, digits] = found;
  const rolled = /^\([^()]*\)\.(\w+)/.exec(statement.text.slice(part[1]))?.[1];
  const x = LIBRARIES.has(owner) ? argument : owner;
  const window = digits === undefined ? undefined : `${digits}d`;
  const template = method === 'rolling' ? ROLLING.get(rolled ?? '') : templateOf(method, window !== undefined);
  return tellPart('dotted-call', statement, part, template === undefined ? [] : [fill(template, { x, window })]);
}

/** What the method is called here; one that has our own name may be shown by its example. */
function templateOf(method: string, isWindowed: boolean): string | undefined {
  const translation = translationOf(method);
  if (translation !== undefined) return translation.template;
  const ours = builtin(method);
  if (ours === undefined) return undefined;
  const values = ours.parameters.filter(({ role }) => role === 'value');
  if (values.length !== 1) return ours.example;
  return isWindowed ? `${method}(x, 20d)` : `${method}(x)`;
}

const LIBRARIES: ReadonlySet<string> = new Set('ta talib np numpy pd pandas math vbt qtpylib'.split(' '));

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
