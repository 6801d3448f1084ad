/** From what the parser stumbled over to problems with codes and facts. */
import { type IRecognitionException, type IToken, tokenMatcher } from 'chevrotain';
import { blocksWith } from './build-setting.ts';
import { endOf } from './cst.ts';
import { readMessage } from './expected.ts';
import { SUFFIXES } from './literal.ts';
import type { Place, UnknownStatement } from './parser.ts';
import { SYNTAXES } from './pattern.ts';
import { problem } from './problems.ts';
import { ruleNameOf } from './setting-parser.ts';
import { BLOCK_TYPES } from './settings.ts';
import * as T from './tokens.ts';
import type { SyntaxProblem } from './tree.ts';

/** The form of each statement, by the rule that reads it. */
const FORMS: ReadonlyMap<string, string> = new Map([
  ['use', 'use library.file'],
  ['strategyHeader', 'strategy <name> [extends <parent>] { … }'],
  ['blockHeader', '<block> { … }'],
  ['members', 'members <name> = <universe>'],
  ['param', 'param <name> = <value> [in <from> .. <to>]'],
  ['definition', '<name> = <expression>'],
  ['include', 'include <block>'],
  ['removal', 'no <setting>'],
  ['allow', 'allow <warning> "reason"'],
  ...SYNTAXES.map((syntax): [string, string] => [ruleNameOf(syntax), syntax.readable]),
]);

/** After these an expression is over, so that a word behind a number can only be meant as its unit. */
const EXPRESSION_ENDS: ReadonlySet<string> = new Set([',', ')', ']', 'the end of the line']);

export function problemOfFailure(failure: IRecognitionException, text: string, file: string): SyntaxProblem {
  const { code, expected } = readMessage(failure.message);
  const { token } = failure;
  const previous = previousOf(failure);
  const rules = failure.context.ruleStack;
  const start = Number.isNaN(token.startOffset) || token.startOffset < 0 ? text.trimEnd().length : token.startOffset;
  const end = start + token.image.length;

  if (token.tokenType === T.DefinedName && (rules.includes('argument') || rules.at(-1) === 'nameOrCall')) {
    return problem('equals-in-argument', file, start, end, { name: token.image });
  }
  const isBeforeDot = previous !== null && (tokenMatcher(previous, T.AnyWord) || previous.tokenType === T.NumberToken);
  if (token.tokenType === T.Dot && rules.at(-1) !== 'use' && isBeforeDot) {
    const dotted = /^[\w.]*/.exec(text.slice(previous.startOffset, previous.startOffset + 80))![0];
    const from = previous.startOffset;
    return problem('dotted-name', file, from, from + dotted.length, { text: dotted });
  }
  const afterNumber = previous?.tokenType === T.NumberToken && token.tokenType === T.Name;
  if (afterNumber && expected.every((word) => EXPRESSION_ENDS.has(word))) {
    return problem('unknown-unit', file, start, end, { name: token.image, known: SUFFIXES });
  }
  const form = rules.map((rule) => FORMS.get(rule)).findLast((found) => found !== undefined);
  const syntax = form === undefined ? {} : { syntax: form };
  if (code === 'unknown-choice' && tokenMatcher(token, T.AnyWord)) {
    return problem('unknown-choice', file, start, end, { name: token.image, known: expected, ...syntax });
  }
  return problem('unexpected-token', file, start, end, { found: found(token, start, text), expected, ...syntax });
}

function previousOf(failure: IRecognitionException): IToken | null {
  const previous = 'previousToken' in failure ? (failure.previousToken as IToken) : null;
  return previous === null || Number.isNaN(previous.startOffset) ? null : previous;
}

const LONGEST = 40;

function found(token: IToken, at: number, text: string): string {
  if (token.image !== '') return token.image.length > LONGEST ? `${token.image.slice(0, LONGEST)}…` : token.image;
  // A terminator that nobody wrote: say what stands there instead.
  const rest = /^\s*?(\}|#|[\r\n](?=\s*\S)|$)/.exec(text.slice(at, at + 2 * LONGEST));
  if (rest?.[1] === '}') return '}';
  return rest?.[1] === '' ? 'the end of the file' : 'the end of the line';
}

const FILE_WORDS = ['use', 'strategy', 'members', ...BLOCK_TYPES];
const STRATEGY_WORDS = ['param', 'label', 'allow', ...BLOCK_TYPES];

export function problemOfUnknown({ place, tokens }: UnknownStatement, file: string): SyntaxProblem {
  const [first, second, third] = tokens;
  const { startOffset: start, image } = first;
  const end = endOf(first);
  if (first.tokenType === T.RightBrace) return problem('unmatched-brace', file, start, end, {});
  const statement = statementOf(first);
  if (statement !== null) return problem('misplaced-statement', file, start, end, { statement, place });
  if (!tokenMatcher(first, T.AnyWord) && !T.isStarter(first)) {
    return problem('unexpected-token', file, start, end, {
      found: found(first, start, ''),
      expected: beginnings(place),
    });
  }
  if (place !== 'file' && place !== 'strategy') {
    const known = SYNTAXES.filter(({ setting }) => setting.block === place).map(({ setting }) => setting.key);
    const takesTwo = T.FIRST_OF_TWO.has(image) && tokenMatcher(second, T.AnyWord);
    const name = T.isStarter(first) ? T.wordOf(first) : takesTwo ? `${image} ${second.image}` : image;
    const to = takesTwo ? endOf(second) : end;
    return problem('unknown-setting', file, start, to, { name, block: place, known, elsewhere: blocksWith(name) });
  }
  if (T.isStarter(first)) {
    const name = T.wordOf(first);
    return problem('misplaced-setting', file, start, end, { name, blocks: blocksWith(name) });
  }
  const known = place === 'file' ? FILE_WORDS : STRATEGY_WORDS;
  const opens = second.tokenType === T.LeftBrace || (tokenMatcher(second, T.Name) && third.tokenType === T.LeftBrace);
  return opens
    ? problem('unknown-block', file, start, end, {
        name: image,
        known: place === 'file' ? ['strategy', ...BLOCK_TYPES] : BLOCK_TYPES,
      })
    : problem('unknown-statement', file, start, end, { name: image, place, known });
}

/** The statement of the language that this token begins, in words; null for a setting or anything else. */
function statementOf(token: IToken): string | null {
  if (token.tokenType === T.DefinedName) return 'definition';
  if (!T.isStarter(token)) return null;
  const word = T.wordOf(token);
  if (tokenMatcher(token, T.BlockTypeToken)) return 'block';
  return T.STATEMENT_WORDS.find((known) => known === word) ?? null;
}

function beginnings(place: Place): string[] {
  if (place === 'file') return FILE_WORDS;
  return place === 'strategy' ? STRATEGY_WORDS : ['a setting', '}'];
}
