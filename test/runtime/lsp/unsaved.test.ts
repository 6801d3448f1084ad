/** Many texts at a time, none of them saved; and requests that their client does not want any more. */
import { afterEach, expect, test } from 'vitest';
import { CancellationTokenSource, type CodeAction, type WorkspaceEdit } from 'vscode-languageserver/node';
import { smallStrategy } from '../../support/command.ts';
import { LanguageClient } from '../../support/languageClient.ts';

const HEIR = 'use mine\n\nstrategy heir extends small {\n  param k = 5\n}\n';

let client: LanguageClient;

async function start(files: Readonly<Record<string, string>>): Promise<void> {
  client = new LanguageClient(files);
  await client.initialize();
}

afterEach(async () => {
  expect(client.complaints).toBe('');
  expect(await client.end()).toBe(0);
});

test('a name is changed where it stands now: in a text that is not saved, and in one that is not open', async () => {
  await start({ 'mine.strat': smallStrategy(), 'heir.strat': HEIR, 'other.strat': HEIR.replace('heir', 'other') });
  client.open('mine.strat');
  client.open('heir.strat');
  client.replace('heir.strat', 'use mine', '# the same, with fewer names\n\nuse mine');
  const position = client.at('mine.strat', 'param k', 6);
  const { changes } = await client.ask<WorkspaceEdit>('rename', 'mine.strat', position, { newName: 'count' });
  const lines = (file: string) => changes![client.uri(file)]?.map(({ range }) => range.start.line + 1);
  expect(lines('mine.strat')).toEqual([6, 39, 40]);
  expect(lines('heir.strat')).toEqual([6]);
  expect(lines('other.strat')).toEqual([4]);
});

test('of a hundred texts each is told what is wrong in it, and of the one that is mended that nothing is', async () => {
  const files = Array.from({ length: 100 }, (_, i) => `s${i}.strat`);
  const text = (i: number) => smallStrategy({ 'hidden 4': i % 2 === 0 ? 'hidden 4' : 'hiden 4' });
  await start({ 'package.json': '{}' });
  for (const [i, file] of files.entries()) client.open(file, text(i));
  for (const [i, file] of files.entries()) {
    const codes = (await client.diagnostics(file)).map(({ code }) => code);
    expect(codes, file).toEqual(i % 2 === 0 ? [] : ['unknown-setting']);
  }
  client.replace('s7.strat', 'hiden', 'hidden');
  expect(await client.diagnostics('s7.strat')).toEqual([]);
  expect(client.told.get(client.uri('s9.strat'))?.diagnostics).toHaveLength(1);
});

test('what is cancelled is answered as such or in full, and what comes after it as ever', async () => {
  await start({ 'mine.strat': smallStrategy({ 'hidden 4': 'hiden 4' }) });
  client.open('mine.strat');
  const textDocument = { uri: client.uri('mine.strat') };
  const cancelled = Array.from({ length: 20 }, () => {
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest('textDocument/semanticTokens/full', { textDocument }, source.token);
    source.cancel();
    return answer.then(
      (tokens) => ((tokens as { data: number[] }).data.length > 0 ? 'in full' : 'empty'),
      (error: { code: number }) => error.code,
    );
  });
  const requestCancelled = -32800;
  for (const outcome of await Promise.all(cancelled)) expect(['in full', requestCancelled]).toContain(outcome);
  const place = client.at('mine.strat', 'hiden');
  const [fix] = await client.request<CodeAction[]>('textDocument/codeAction', {
    textDocument,
    range: { start: place, end: place },
    context: { diagnostics: [] },
  });
  expect(fix?.title).toBe('change to `hidden`');
});
