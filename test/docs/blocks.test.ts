/** No block of a document goes unchecked: its language and its options are known. `docs/README.md` has the rules. */
import { Marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { blocksOf } from '../../scripts/docs/blocks.ts';
import { DOCUMENTS } from './support.ts';

/** Of other programs and systems, or no code at all: shown as they are. */
const SHOWN = ['csv', 'ini', 'lua', 'pine', 'python', 'toml'];

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  strat: ['fragment', 'each', 'wrong', 'excerpt'],
  yaml: ['fragment', 'plain'],
  sh: ['run'],
  console: ['exit', 'vary', 'shown'],
  ts: ['in', 'new'],
  diff: ['in'],
  text: ['in', 'new'],
  json: [],
  ...Object.fromEntries(SHOWN.map((language) => [language, []])),
};

test.each(DOCUMENTS.map((document) => [document.path, document] as const))('%s', (_path, { blocks, text }) => {
  expect(indentedCode(text), 'code by indentation says no language: put it between ```').toEqual([]);
  for (const { language, options, line } of blocks) {
    const known = OPTIONS[language];
    expect(known, `line ${line}: no language \`${language}\``).toBeDefined();
    expect(
      [...options.keys()].filter((name) => name !== 'file' && !known!.includes(name)),
      `line ${line}`,
    ).toEqual([]);
  }
});

/** What Markdown takes for code because it is indented, wherever it stands. */
function indentedCode(text: string): readonly string[] {
  const found: string[] = [];
  const marked = new Marked();
  marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === 'code' && token.codeBlockStyle === 'indented') found.push(token.raw);
  });
  return found;
}

describe('blocks are found', () => {
  test('with language, options and line', () => {
    const [block] = blocksOf('text\n\n```strat fragment=risk each\nlimit weight 5%\n```\n');
    expect(block).toEqual({
      language: 'strat',
      options: new Map<string, string | true>([
        ['fragment', 'risk'],
        ['each', true],
      ]),
      text: 'limit weight 5%',
      line: 3,
    });
  });

  test('within lists, within longer fences, and without an end', () => {
    const text = '1. so\n   ```sh\n   ls\n     -l\n   ```\n````text\n```strat\n````\n~~~json\n{}';
    expect(blocksOf(text).map(({ language, text: code }) => [language, code])).toEqual([
      ['sh', 'ls\n  -l'],
      ['text', '```strat'],
      ['json', '{}'],
    ]);
  });

  test('and code within a line is none', () => {
    expect(blocksOf('so ```x``` and\n`strat`\n')).toEqual([]);
  });
});
