/** Fixes where several texts, versions and long texts meet; that each of them mends is held in `test/compiler/fix/`. */
import { afterEach, expect, test } from 'vitest';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver/node';
import { smallStrategy } from '../../support/command.ts';
import { LanguageClient } from '../../support/languageClient.ts';

const LIBRARY = 'features early {\n  fast = returns(cloze, 1d)\n}\n\nfeatures late {\n  slow = returns(opn, 5d)\n}\n';

/** Uses one part of the library. */
function using(part: string): string {
  return smallStrategy({ 'features {': `features {\n    include ${part}` }).replace(/^/, 'use shelf\n');
}

const FILES = { 'shelf.strat': LIBRARY, 'a.strat': using('late'), 'b.strat': using('early') };

const RESOLVES = {
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: { codeAction: { resolveSupport: { properties: ['edit'] } } },
};

let client: LanguageClient;

async function start(files: Readonly<Record<string, string>>, capabilities: object = {}): Promise<void> {
  client = new LanguageClient(files);
  await client.initialize(capabilities);
}

afterEach(() => client.abandon());

function actionsAt(file: string, found: string): Promise<CodeAction[]> {
  const start = client.at(file, found);
  return client.ask('codeAction', file, null, { range: { start, end: start }, context: { diagnostics: [] } });
}

test('what others find in a library is told in the order of its lines, and mended there', async () => {
  await start(FILES);
  for (const file of Object.keys(FILES)) client.open(file);
  const names = () => client.told.get(client.uri('shelf.strat'))?.diagnostics.map(({ message }) => message) ?? [];
  await client.until(() => names().length === 3);
  expect(names()).toEqual([
    expect.stringContaining('no strategy'),
    expect.stringContaining('cloze'),
    expect.stringContaining('opn'),
  ]);
  const [fix] = await actionsAt('shelf.strat', 'opn');
  const range = { start: client.at('shelf.strat', 'opn'), end: client.at('shelf.strat', 'opn', 3) };
  expect(fix?.edit).toEqual({ changes: { [client.uri('shelf.strat')]: [{ range, newText: 'open' }] } });
});

test('an edit is worked out when its fix is chosen, and is of the version that it was offered for', async () => {
  await start({ 'mine.strat': smallStrategy({ 'hidden 4': 'hiden 4' }) }, RESOLVES);
  client.open('mine.strat');
  const [offered] = await actionsAt('mine.strat', 'hiden');
  expect(offered).toMatchObject({ title: 'change to `hidden`' });
  expect(offered).not.toHaveProperty('edit');
  const chosen = await client.request<CodeAction>('codeAction/resolve', offered);
  const textDocument = { uri: client.uri('mine.strat'), version: 1 };
  expect(chosen.edit?.documentChanges).toMatchObject([{ textDocument, edits: [{ newText: 'hidden' }] }]);
  client.replace('mine.strat', 'strategy', '\nstrategy');
  await expect(client.request('codeAction/resolve', offered)).rejects.toThrow('has changed since');
});

test('a name is changed in the version that the client has, and in files that it has not opened', async () => {
  await start(FILES, RESOLVES);
  client.open('a.strat');
  client.replace('a.strat', 'strategy', '\nstrategy');
  const position = client.at('a.strat', 'include late', 9);
  const edit = await client.ask<WorkspaceEdit>('rename', 'a.strat', position, { newName: 'later' });
  const documents = edit.documentChanges!.map((change) => 'textDocument' in change && change.textDocument);
  expect(documents).toHaveLength(2);
  expect(documents).toContainEqual({ uri: client.uri('a.strat'), version: 2 });
  expect(documents).toContainEqual({ uri: client.uri('shelf.strat'), version: null });
});

test('of a text of more than 10,000 lines is told when it rests', async () => {
  await start({ 'long.strat': '# said\n'.repeat(10_001) });
  const began = performance.now();
  client.open('long.strat');
  await client.diagnostics('long.strat');
  expect(performance.now() - began).toBeGreaterThan(295);
});
