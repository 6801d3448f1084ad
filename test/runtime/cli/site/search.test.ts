/** What search finds first, by the script that pages have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../../../runtime/cli/commandTable.ts';
import { references } from '../../../../runtime/cli/reference/reference.ts';
import { siteFiles } from '../../../../runtime/cli/site/site.ts';
import { REPOSITORY } from '../../../support/command.ts';

type Row = readonly [title: string, kind: string, url: string, text: string, also: string, code: string];
interface Scripts {
  searchRows: readonly Row[];
  searched(rows: readonly Row[], query: string): Row[];
  copied(code: string, language: string): string;
}

const context = createContext({}) as unknown as Scripts;
const rows = siteFiles(references(COMMANDS)).find(({ path }) => path === 'assets/search.js')!.content;
runInContext(String(rows), context as object);
runInContext(readFileSync(join(REPOSITORY, 'runtime/cli/site/assets/site.js'), 'utf8'), context as object);

const first = (query: string) => context.searched(context.searchRows, query)[0]?.[2];

test.each([
  ['mean', 'reference/over-time.html#mean'],
  ['MEAN', 'reference/over-time.html#mean'],
  ['rank_ov', 'reference/over-time.html#rank_over'],
  ['limit weight', 'reference/risk.html#limit-weight'],
  ['weight limit', 'reference/risk.html#limit-weight'],
  ['looks-ahead', 'messages/looks-ahead.html'],
  ['universe', 'reference/universe.html'],
  ['backward-f', 'messages/backward-fill.html'],
  ['data.bars', 'reference/config-data.html#data-bars'],
  ['momentum', 'reference/over-time.html#returns'],
  ['rank ic', 'guides/evidence.html'],
  ['purge and embargo', 'decisions/purge-and-embargo.html'],
])('%s', (query, url) => {
  expect(first(query)).toBe(url);
});

test('words of the text are found, all of them', () => {
  const found = context.searched(context.searchRows, 'bfill');
  expect(found.map(([title]) => title)).toContain('backward-fill');
  expect(context.searched(context.searchRows, 'mean xyzzy')).toEqual([]);
  expect(context.searched(context.searchRows, '  ')).toEqual([]);
});

test('a word of a text counts more than one of an example', () => {
  const row = (title: string, text: string, code: string): Row => [title, 'guide', '', text, '', code];
  const rows = [row('a', 'x', 'spread 5 bps'), row('bb', 'the spread is paid', 'x')];
  expect(context.searched(rows, 'spread').map(([title]) => title)).toEqual(['bb', 'a']);
});

test('other names stand for something that is there', () => {
  expect(context.searchRows.filter(([, , , , also]) => also !== '')).toHaveLength(3);
});

test('of a terminal session only commands are copied', () => {
  expect(context.copied('$ strat check a.strat\nok\n$ cat <<E\n> b\n> E', 'console')).toBe(
    'strat check a.strat\ncat <<E\nb\nE',
  );
  expect(context.copied('a = 1', 'strat')).toBe('a = 1');
});
