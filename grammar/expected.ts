/**
 * What Chevrotain's errors say. A message is data, not prose: a problem code, then one line for each thing that was
 * expected, in human words; `report.ts` makes problems of them, and the compiler's table words them.
 */
import { type IParserErrorMessageProvider, tokenLabel } from 'chevrotain';
import type { PatternElement, SlotType } from './pattern.ts';
import type { ProblemCode } from './problems.ts';

type ExpectationCode = Extract<ProblemCode, 'unexpected-token' | 'unknown-choice'>;

export function message(code: ExpectationCode, expected: readonly string[]): string {
  return [code, ...expected].join('\n');
}

/** For the options of `CONSUME` and `OR`. */
export function expecting(...expected: string[]): { ERR_MSG: string } {
  return { ERR_MSG: message('unexpected-token', expected) };
}

export function readMessage(text: string): { code: ExpectationCode; expected: readonly string[] } {
  const [code, ...expected] = text.split('\n');
  return { code: code as ExpectationCode, expected };
}

export const messageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => message('unexpected-token', [tokenLabel(expected)]),
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? message('unexpected-token', []),
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? message('unexpected-token', []),
  buildNotAllInputParsedMessage: () => message('unexpected-token', ['the end of the file']),
};

export const SLOT_WORDS: Record<SlotType, string> = {
  expr: 'an expression',
  dates: 'a date',
  stretch: 'a date or a length',
  range: 'an expression',
  name: 'a name',
  ticker: 'a ticker',
  time: 'a time',
  zone: 'a time zone',
};

/** What an element begins with, in human words. */
export function firstOf(element: PatternElement): string[] {
  switch (element.kind) {
    case 'word':
      return [element.text];
    case 'slot':
      return [SLOT_WORDS[element.type]];
    case 'choice':
      return element.phrases.map((phrase) => phrase.join(' '));
    case 'optional':
      return firstOf(element.elements[0]);
    case 'either':
      return element.branches.flatMap(([first]) => firstOf(first));
  }
}

/** For the options of `CONSUME` and `OR` where one of some phrases must stand. */
export function choosing(phrases: readonly string[]): { ERR_MSG: string } {
  return { ERR_MSG: message('unknown-choice', phrases) };
}
