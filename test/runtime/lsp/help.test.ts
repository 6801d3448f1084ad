/** Hover, completion, signatures, fixes and inlays as an editor asks for them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodeAction, CompletionItem, Hover, InlayHint, SignatureHelp, TextEdit } from 'vscode-languageserver/node';
import { smallStrategy } from '../../support/command.ts';
import { LanguageClient } from '../../support/languageClient.ts';

const SLIPS = smallStrategy({ 'hidden 4': 'hiden 4', '    fill at next open': '    fill at close' });

const CONFIG = 'data:\n  source: synthetic\n  stoks: 100\nengine:\n  backend: auto\n';

const client = new LanguageClient({
  'good.strat': smallStrategy(),
  'slips.strat': SLIPS,
  'mine.yaml': CONFIG,
  'other.yaml': 'name: workflow\non: push\n',
});

beforeAll(async () => {
  await client.initialize({ textDocument: { completion: { completionItem: { snippetSupport: true } } } });
  for (const file of ['good.strat', 'slips.strat']) {
    client.open(file);
    await client.diagnostics(file);
  }
});

afterAll(async () => {
  expect(client.complaints).toBe('');
  expect(await client.end()).toBe(0);
});

test('hover', async () => {
  const hover = await client.ask<Hover>('hover', 'good.strat', client.at('good.strat', 'huber', 1));
  expect(hover).toMatchObject({ contents: { kind: 'markdown', value: expect.stringContaining('huber(delta') } });
  expect(hover.range?.start).toEqual(client.at('good.strat', 'huber'));
});

test('completion, and what is told of an item when it is looked at', async () => {
  const items = await client.ask<CompletionItem[]>(
    'completion',
    'good.strat',
    client.at('good.strat', '  window 3d', 2),
  );
  const hidden = items.find(({ label }) => label === 'layers')!;
  expect(hidden.textEdit).toMatchObject({ newText: 'layers', range: { start: client.at('good.strat', 'window 3d') } });
  expect(hidden.documentation).toBeUndefined();
  const resolved = await client.request<CompletionItem>('completionItem/resolve', hidden);
  expect(resolved.documentation).toMatchObject({ value: expect.stringContaining('Stacked recurrent layers') });
});

test('signature', async () => {
  const help = await client.ask<SignatureHelp>(
    'signatureHelp',
    'good.strat',
    client.at('good.strat', '(learning_rate', 1),
  );
  expect(help.signatures[0]?.label).toMatch(/^adam\(learning_rate: 0\.001/);
  expect(help.activeParameter).toBe(0);
});

test('inlays', async () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
  const hints = await client.request<InlayHint[]>('textDocument/inlayHint', {
    textDocument: { uri: client.uri('good.strat') },
    range,
  });
  expect(hints.map(({ label }) => label)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^purge 5d, embargo/)]),
  );
});

test('fixes: the edit mends the text, and an allowance is for people to decide', async () => {
  const ask = (found: string) => {
    const start = client.at('slips.strat', found);
    return client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: client.uri('slips.strat') },
      range: { start, end: start },
      context: { diagnostics: [] },
    });
  };
  const [spelling] = await ask('hiden');
  expect(spelling).toMatchObject({ title: 'change to `hidden`', kind: 'quickfix', isPreferred: false });
  const [edit]: TextEdit[] = spelling!.edit!.changes![client.uri('slips.strat')]!;
  expect(edit).toMatchObject({ newText: 'hidden', range: { start: client.at('slips.strat', 'hiden') } });
  expect(spelling!.diagnostics?.[0]).toMatchObject({ code: 'unknown-setting' });
});

test('a config is told of as a run would, with what its settings are and could be', async () => {
  client.open('mine.yaml', CONFIG, 'yaml');
  const [problem] = (await client.diagnostics('mine.yaml')).map(({ code, range, message }) => ({
    code,
    range,
    message,
  }));
  expect(problem).toMatchObject({ code: 'config', message: expect.stringContaining('did you mean `stocks`?') });
  expect(problem?.range).toEqual({ start: { line: 2, character: 2 }, end: { line: 2, character: 7 } });
  const hover = await client.ask<Hover>('hover', 'mine.yaml', client.at('mine.yaml', 'backend', 2));
  expect(hover.contents).toMatchObject({ value: expect.stringContaining('**engine.backend**') });
  const items = await client.ask<CompletionItem[]>('completion', 'mine.yaml', client.at('mine.yaml', 'stoks', 4));
  expect(items.map(({ label }) => label)).toContain('stocks');
});

test('of YAML that is no config nothing is told', async () => {
  client.open('other.yaml', undefined, 'yaml');
  expect(await client.ask<Hover | null>('hover', 'other.yaml', client.at('other.yaml', 'name', 1))).toBeNull();
  expect(client.told.get(client.uri('other.yaml'))).toBeUndefined();
});
