/** Every snippet of the VS Code extension makes a text that checks, in the layout of `strat fmt`. */
import { expect, test } from 'vitest';
import { format } from '../../grammar/format/format.ts';
import { BLOCK_TYPES } from '../../grammar/settings.ts';
import { compileText } from '../compiler/support.ts';
import { snippets } from '../support/snippets.ts';

const ALL = new Map(snippets());
const STRATEGY = ALL.get('Strategy')!;

/** What is no block: the text it is part of. All others take the place of a block of the strategy. */
const WITHIN: Readonly<Record<string, (snippet: string) => string>> = {
  Strategy: (snippet) => snippet,
  'Strategy that extends another': (snippet) => snippet,
  'Library of features': (snippet) => instead('strategy mine', `${snippet}\n\nstrategy mine`),
  Label: (snippet) => instead('label next_return = forward_return(close, 5d)', snippet),
  Param: (snippet) => instead('{\n\n  universe', `{\n\n  ${snippet}\n\n  universe`).replace('60d', 'fast'),
  Allowance: (snippet) => instead('fill at next open', `fill at close\n    ${snippet}`),
  Use: (snippet) => instead('use std.features.core14', snippet),
};

test.each([...ALL])('%s', (name, snippet) => {
  const text = (WITHIN[name] ?? inPlaceOfItsBlock)(snippet);
  const { diagnostics } = compileText(text);
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
  expect(format(text, 'mine.strat')).toMatchObject({ text });
});

/** Of one line, or up to its brace. */
function inPlaceOfItsBlock(snippet: string): string {
  const type = snippet.split(' ')[0]!;
  expect(BLOCK_TYPES).toContain(type);
  const [block] = new RegExp(`^  ${type}\\b.*\\{(?:.*\\}|[^]*?\\n  \\})$`, 'm').exec(STRATEGY)!;
  return instead(block, snippet.replaceAll(/^/gm, '  '));
}

function instead(found: string, text: string): string {
  expect(STRATEGY).toContain(found);
  return STRATEGY.replace(found, () => text);
}
