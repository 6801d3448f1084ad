/** What documents show of a terminal is what the commands print: `node scripts/transcripts.ts FILE` writes it anew. */
import { describe, expect, test } from 'vitest';
import { blocksOf } from '../../scripts/docs/blocks.ts';
import { isRun, runDocument } from '../../scripts/docs/run.ts';
import { agrees, stepsOf, transcriptOf } from '../../scripts/docs/transcript.ts';
import { DOCUMENTS } from './support.ts';

/** A document may train, backtest and trade. */
const LIMIT = 900_000;

describe('documents', () => {
  const run = DOCUMENTS.filter(({ blocks }) => blocks.some(isRun));
  test.each(run.map((document) => [document.path, document] as const))(
    '%s',
    async (path, document) => {
      for (const { block, text, failures } of await runDocument(document)) {
        expect(failures, `${path}:${block.line}`).toEqual([]);
        expect(text, `${path}:${block.line}`).toBe(block.text);
      }
    },
    LIMIT,
  );
});

const documentOf = (text: string) => ({ path: 'made-up.md', text, blocks: blocksOf(text) });

describe('a document is run', () => {
  test('in one folder, with its files and its `cd`', async () => {
    const text =
      '```text file=desk/a.txt\nhello\n```\n```sh run\ncd desk\n```\n```console\n$ cat a.txt\nhello\n$ ls | wc -l\n1\n```\n';
    const ran = await runDocument(documentOf(text));
    expect(ran.map(({ block, text: printed, failures }) => [printed === block.text, failures])).toEqual([
      [true, []],
      [true, []],
    ]);
  });

  test('and tells what was printed instead, and how a command ended', async () => {
    const [ran] = await runDocument(documentOf('```console exit=1\n$ echo two\none\n$ false\n```\n'));
    expect(ran?.text).toBe('$ echo two\ntwo\n$ false');
    expect(ran?.failures).toEqual([]);
    const [other] = await runDocument(documentOf('```sh run\nfalse\n```\n'));
    expect(other?.failures).toHaveLength(1);
  });

  test('by the sources of this repository', async () => {
    const [ran] = await runDocument(documentOf('```console\n$ npx strat --version\nstrat 0.1.0\n```\n'));
    expect(ran?.failures).toEqual([]);
  });
});

describe('what is shown agrees with what is printed', () => {
  test.each([
    ['a\nb', 'a\nb', [], true],
    ['a\nb', 'a', [], false],
    ['a\nb\nc\nd', 'a\n…\nd', [], true],
    ['a', 'a\n…', [], true],
    ['a 1.5 b', 'a … b', [], true],
    ['done in 1.5 s', 'done in 20 ms', ['times'], true],
    ['done in 1.5 s', 'done in 20 ms', [], false],
    ['run 0123456789ab', 'run ffff56789abc', ['hashes'], true],
    ['rows  1,204', 'rows 31', ['numbers'], true],
    ['rows  1,204', 'cows 31', ['numbers'], false],
    ['a.b', 'axb', [], false],
  ])('%j as %j, varying %j: %s', (printed, shown, vary, same) => {
    expect(agrees(printed, shown, vary)).toBe(same);
  });

  test('and a wrong kind of variation is told', () => {
    expect(() => agrees('a', 'a', ['tiems'])).toThrow('one of times, hashes, numbers');
  });

  test('steps are read and written alike', () => {
    const text = '$ cat <<EOF\n> a\n> EOF\na\n$ true';
    expect(transcriptOf(stepsOf(text))).toBe(text);
    expect(stepsOf(text)).toHaveLength(2);
  });
});
