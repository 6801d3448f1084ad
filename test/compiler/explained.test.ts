/**
 * The wrong example of a message gives its code and the right one does not, in some place where such a text may stand.
 * What takes more than one place to be wrong (two files, a config, a whole book) is held by a golden of its code alone.
 */
import { expect, test } from 'vitest';
import { CODES, type Code, MESSAGES } from '../../compiler/messages.ts';
import { BLOCK_TYPES } from '../../grammar/settings.ts';
import { compileText, variant } from './support.ts';

const TAKES_MORE: readonly Code[] = [
  'ambiguous-name',
  'bad-set-value',
  'batch-above-sessions',
  'benchmark-missing',
  'binary-file',
  'costs-missing',
  'count-above-universe',
  'data-arrives-late',
  'drift-above-book',
  'embargo-too-small',
  'empty-book',
  'equals-in-argument',
  'expression-too-deep',
  'extends-cycle',
  'feature-duplicated',
  'figure-without-history',
  'file-too-large',
  'history-too-short',
  'include-cycle',
  'included-twice',
  'label-holding-mismatch',
  'leverage-above-limits',
  'limit-below-gross',
  'limit-without-history',
  'limits-below-gross',
  'members-not-point-in-time',
  'missing-model-type',
  'missing-setting',
  'model-unread',
  'names-above-limit',
  'neutral-needs-both-sides',
  'no-features',
  'nothing-to-rank',
  'nothing-to-remove',
  'outside-project',
  'purge-too-small',
  'scale-breaks-limit',
  'score-not-return',
  'sectors-not-configured',
  'sectors-not-point-in-time',
  'seed-missing',
  'series-not-configured',
  'several-strategies',
  'shares-above-whole',
  'step-leaves-gaps',
  'too-many-problems',
  'universe-too-small',
  'unknown-param',
  'unknown-statement',
  'unknown-strategy',
  'unreadable-library',
  'unused-definition',
  'unused-param',
  'use-cycle',
  'volatility-target-unreachable',
  'wrong-fragment',
];

/** As a file, between the statements of a strategy, and within each block. */
const PLACES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => withUses(text, variant),
  ...BLOCK_TYPES.map((block) => (text: string) => withUses(text, (rest) => variant(`${block} {\n${rest}\n}`))),
];

/** `use` stands at the top of the file, wherever the rest is put. */
function withUses(text: string, put: (rest: string) => string): string {
  const lines = text.split('\n');
  const isUse = (line: string) => line.startsWith('use ');
  return [...lines.filter(isUse), put(lines.filter((line) => !isUse(line)).join('\n'))].join('\n');
}

function gives(text: string, code: Code): boolean {
  return compileText(text).diagnostics.some((diagnostic) => diagnostic.code === code);
}

function isShown(code: Code): boolean {
  const { wrong, right } = MESSAGES[code];
  return PLACES.some((place) => gives(place(wrong), code) && !gives(place(right), code));
}

test('every message shows a text that is wrong, and one that is right', () => {
  expect(CODES.filter((code) => !isShown(code)).sort()).toEqual([...TAKES_MORE].sort());
});
