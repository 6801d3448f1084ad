/** Which arguments the call at the caret takes, and which of them is being written. */
import type { IToken } from 'chevrotain';
import { ArgumentName, Comma, LeftBracket, LeftParen, RightBracket, RightParen, wordOf } from '../../grammar/tokens.ts';
import { parameterForm, parameterText } from '../reference/builtins.ts';
import type { Analysis } from './analysis.ts';
import { callableAs, type Signature } from './around.ts';
import { caretAt } from './completion/caret.ts';

export interface SignatureHelp {
  /** `mean(x, window)` */
  readonly label: string;
  readonly summary: string;
  /** From where to where each stands in the label. */
  readonly parameters: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  /** Null behind the last of them, or where an argument has a name that none of them has. */
  readonly active: number | null;
}

/** Null outside of the parentheses of a call, in unfinished texts too. */
export function signatureAt(analysis: Analysis, offset: number): SignatureHelp | null {
  const { text, file } = analysis;
  // A number that is being written is no word: what counts is where it begins.
  const written = /[\w.%]*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0].length ?? 0;
  const caret = caretAt(text, offset - written, file);
  if (caret === null) return null;
  const open = openCall(caret.before);
  if (open === null) return null;
  const [first] = caret.before;
  const signature = callableAs(open.callee, first === undefined ? null : wordOf(first));
  return signature === null ? null : helpOn(signature, open);
}

interface Open {
  readonly callee: string;
  readonly argument: number;
  readonly named: string | null;
}

/** The innermost parentheses that are not closed, with a word before them. */
function openCall(tokens: readonly IToken[]): Open | null {
  let depth = 0;
  let argument = 0;
  let named: string | null = null;
  for (let i = tokens.length - 1; i >= 0; i--) {
    const { tokenType, image } = tokens[i]!;
    if (tokenType === RightParen || tokenType === RightBracket) depth++;
    else if (tokenType === LeftParen || tokenType === LeftBracket) {
      if (depth === 0) {
        const callee = tokens[i - 1]?.image ?? '';
        if (tokenType === LeftParen && /^\w+$/.test(callee)) return { callee, argument, named };
        // Parentheses or a list within an argument: it goes on around them.
        argument = 0;
        named = null;
      } else depth--;
    } else if (depth === 0 && tokenType === Comma) argument++;
    else if (depth === 0 && tokenType === ArgumentName && argument === 0) named ??= image;
  }
  return null;
}

function helpOn({ name, parameters, summary }: Signature, { argument, named }: Open): SignatureHelp {
  let label = `${name}(`;
  const places = parameters.map((parameter, i) => {
    const form = parameterForm(parameter);
    const start = label.length + (i === 0 ? 0 : 2);
    label += `${i === 0 ? '' : ', '}${form}`;
    return { start, end: start + form.length, text: parameterText(parameter) };
  });
  const active = named === null ? argument : parameters.findIndex((parameter) => parameter.name === named);
  return {
    label: `${label})`,
    summary,
    parameters: places,
    active: active < 0 || active >= parameters.length ? null : active,
  };
}
