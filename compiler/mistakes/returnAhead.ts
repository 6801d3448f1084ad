/** A return ahead as other systems write it, told as a whole: `Ref($close, -2) / Ref($close, -1) - 1` of Qlib. */
import { translationOf, valueCalled } from './translations.ts';

interface Shifted {
  readonly price: string;
  /** Ahead of t. */
  readonly sessions: number;
}

const QUOTIENT = /^(?<later>[^/]{1,80}?)\s*\/\s*(?<from>[^/]{1,80}?)\s*-\s*1(?:\.0*)?$/;
const IN_PARENTHESES = /^\(\s*(.*?)\s*\)(\s*-\s*1(?:\.0*)?)$/;

/** What to write for it, or null for anything else. @param text an expression */
export function returnAhead(text: string): string | null {
  const { later, from } = QUOTIENT.exec(text.trim().replace(IN_PARENTHESES, '$1$2'))?.groups ?? {};
  const [end, start] = [readShifted(later ?? ''), readShifted(from ?? '')];
  if (end === null || start === null || end.price !== start.price || end.sessions <= start.sessions) return null;
  const after = start.sessions === 0 ? '' : `, after: ${start.sessions}d`;
  return `forward_return(${end.price}, ${end.sessions - start.sessions}d${after})`;
}

/** `$close`, `close`, `df["close"]` */
const PRICE = String.raw`\$?(?:\w+\[["'])?(?<price>[A-Za-z_]\w*)(?:["']\])?`;
const BY = String.raw`\(?\s*(?:periods\s*=\s*)?-\s*(?<sessions>\d{1,4})d?\s*\)?`;
const SHAPES = [
  new RegExp(`^${PRICE}$`),
  new RegExp(`^(?<called>\\w+)\\(\\s*${PRICE}\\s*,\\s*${BY}\\s*\\)$`),
  new RegExp(`^${PRICE}\\.(?<called>shift|lag)\\(\\s*${BY}\\s*\\)$`),
  /^(?<price>[A-Za-z_]\w*)\[\s*(?:-|[a-z]\s*\+)\s*(?<sessions>\d{1,4})\s*\]$/,
];

function readShifted(text: string): Shifted | null {
  for (const shape of SHAPES) {
    const found = shape.exec(text)?.groups;
    if (found?.price === undefined) continue;
    const { price, called = 'lag', sessions = '0' } = found;
    const shifts = called === 'lag' || translationOf(called)?.shifts === true;
    return shifts ? { price: valueCalled(price) ?? price, sessions: Number(sessions) } : null;
  }
  return null;
}
