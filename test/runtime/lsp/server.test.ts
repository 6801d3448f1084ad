/** The server over its input and output: how it lives, and that it finds what `strat check` finds. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DiagnosticSeverity, FileChangeType, type Location, ResponseError } from 'vscode-languageserver/node';
import type { JsonDiagnostic } from '../../../compiler/json.ts';
import { LanguageClient } from '../../support/languageClient.ts';
import { Typist } from '../../support/typist.ts';

const ROOT = join(import.meta.dirname, '../../..');
const LAUNCH = join(ROOT, 'runtime/cli/launch.ts');

/** Libraries and strategies of the repository by file name, all of one folder. */
const TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
  globSync('{strategies,test/golden/{valid,invalid,libraries}}/*.strat', { cwd: ROOT })
    .map((path) => [basename(path), readFileSync(join(ROOT, path), 'utf8')] as const)
    // Of several strategies more is told than `strat check` tells: below.
    .filter(([, text]) => text.match(/^strategy /gm)?.length !== 2),
);

let client: LanguageClient;

async function start(files: Readonly<Record<string, string>> = {}, capabilities: object = {}) {
  client = new LanguageClient(files);
  return client.initialize(capabilities);
}

afterEach(() => client.abandon());

/** What `strat check` says of files on disk, by file. */
function check(...files: readonly string[]): ReadonlyMap<string, readonly JsonDiagnostic[]> {
  const options = { cwd: client.folder, encoding: 'utf8', maxBuffer: 1e9 } as const;
  let output: string;
  try {
    output = execFileSync(process.execPath, [LAUNCH, 'check', '--json', ...files], options);
  } catch (error) {
    output = (error as { stdout: string }).stdout; // there are mistakes
  }
  const checked: { files: { file: string; diagnostics: JsonDiagnostic[] }[] } = JSON.parse(output);
  return new Map(checked.files.map(({ file, diagnostics }) => [file, diagnostics]));
}

/** Code and place, in order. */
function places(diagnostics: readonly { code?: unknown; range: object }[]): readonly string[] {
  return diagnostics.map(({ code, range }) => `${code} ${JSON.stringify(range)}`);
}

describe('what is told of a text', () => {
  it(`is what strat check says of it, of ${Object.keys(TEXTS).length} right and wrong ones`, async () => {
    await start(TEXTS);
    const files = Object.keys(TEXTS);
    const expected = check(...files);
    let found = 0;
    for (const file of files) {
      client.open(file);
      const told = await client.diagnostics(file);
      const ofFile = expected.get(file)!.filter((diagnostic) => diagnostic.file === file);
      expect(places(told), file).toEqual(places(ofFile));
      for (const other of expected.get(file)!.filter((diagnostic) => diagnostic.file !== file)) {
        const uri = client.uri(other.file);
        await client.until(() => places(client.told.get(uri)?.diagnostics ?? []).includes(places([other])[0]!));
      }
      found += told.length;
      client.close(file);
    }
    expect(found).toBeGreaterThan(250);
  });

  it('is so too after a thousand keystrokes, of which it is told as they are typed', async () => {
    await start(TEXTS);
    const texts = Object.values(TEXTS);
    // None that others use: what they find in it would be told of it, too.
    const unused = Object.keys(TEXTS).filter(
      (file) => !texts.some((text) => text.includes(`use ${file.slice(0, -6)}`)),
    );
    const files = unused.filter((_, i) => i % 8 === 0);
    for (const [i, file] of files.entries()) {
      client.open(file);
      const typist = new Typist(TEXTS[file]!, texts, 5, i);
      for (let key = 0; key < 25; key++) {
        const { start, end, text } = typist.type();
        const document = client.document(file);
        const range = { start: document.positionAt(start), end: document.positionAt(end) };
        // No position lies between the two signs of a line end.
        const isPlace = document.offsetAt(range.start) === start && document.offsetAt(range.end) === end;
        client.change(file, isPlace ? { range, text } : { text: typist.text });
      }
      expect(client.document(file).getText()).toBe(typist.text);
      client.write(`typed_${file}`, typist.text);
    }
    const expected = check(...files.map((file) => `typed_${file}`));
    for (const file of files) {
      const ofFile = expected.get(`typed_${file}`)!.filter((diagnostic) => diagnostic.file === `typed_${file}`);
      const told = places(await client.diagnostics(file));
      // A piece that was pasted may declare another strategy: of several more is told.
      const several = client.document(file).getText().split('strategy').length > 2;
      expect(several ? told.filter((place) => places(ofFile).includes(place)) : told, file).toEqual(places(ofFile));
    }
    expect(client.complaints).toBe('');
  });

  it.each([
    ['line ends of Windows', 'strategy s {\r\n  parm k = 1\r\n}\r\n', 1, 2],
    ['a byte order mark', '\ufeffstrategy s {\n  parm k = 1\n}\n', 1, 2],
    ['signs of two code units before it', 'strategy s {\n  allow x "😀😀"; parm k = 2\n}\n', 1, 18],
  ])('lies where it lies, with %s', async (_, text, line, character) => {
    await start({ 'mine.strat': text });
    client.open('mine.strat');
    const told = await client.diagnostics('mine.strat');
    const found = told.find(({ code }) => code === 'unknown-statement');
    expect(found?.range.start).toEqual({ line, character });
    client.change('mine.strat', {
      range: { start: { line, character }, end: { line, character: character + 4 } },
      text: 'param',
    });
    const codes = (await client.diagnostics('mine.strat')).map(({ code }) => code);
    expect(codes).not.toContain('unknown-statement');
  });

  it('says what to do in the message, and marks what nobody needs', async () => {
    await start(TEXTS);
    client.open('mine.strat', TEXTS['s2_filter_negative.strat']!.replace('param k', 'param unused = 3\n  param k'));
    const [unused] = await client.diagnostics('mine.strat');
    expect(unused).toMatchObject({ code: 'unused-param', tags: [1], source: 'strat' });
    expect(String(unused!.message)).toMatch(/\n./);
  });

  it('of several strategies tells what is wrong in each, once where they share it', async () => {
    const heirs =
      '\nstrategy a extends s2_filter_negative {\n  param k = 500\n}\nstrategy b extends a {\n  risk { limit weight 2 }\n}\nstrategy c extends s2_filter_negative {\n}\n';
    await start({
      'mine.strat': `${TEXTS['s2_filter_negative.strat']!.replace('dropout    20%', 'dropout    20')}${heirs}`,
    });
    client.open('mine.strat');
    const told = await client.diagnostics('mine.strat');
    expect(told.map(({ code, range, severity }) => `${code} ${range.start.line + 1} ${severity}`)).toEqual([
      'unit-missing 30 1', // of the one that all extend, once
      'several-strategies 79 3',
      'param-out-of-bounds 80 1', // of one that another extends
      'unit-missing 83 1',
    ]);
  });

  it('does not blame a library for being none', async () => {
    await start(TEXTS);
    client.open('factors.strat');
    const [told] = await client.diagnostics('factors.strat');
    expect(told).toMatchObject({ code: 'no-strategy', severity: DiagnosticSeverity.Information });
  });
});

describe('texts that use each other', () => {
  const LIBRARY = 'features shelf {\n  fast = returns(close, 1d)\n}\n';
  const STRATEGY = TEXTS['s2_filter_negative.strat']!.replace(
    'use std.universe',
    'use shelf\nuse std.universe',
  ).replace('include core14', 'include shelf');

  it('a library as it is in the editor counts, and on disk when it is closed', async () => {
    await start({ 'shelf.strat': LIBRARY, 'mine.strat': STRATEGY });
    client.open('mine.strat');
    const before = places(await client.diagnostics('mine.strat'));
    client.open('shelf.strat');
    client.replace('shelf.strat', 'shelf', 'drawer');
    await client.until(() => codesOf('mine.strat').includes('unknown-fragment'));
    client.close('shelf.strat');
    await client.until(() => !codesOf('mine.strat').includes('unknown-fragment'));
    expect(places(client.told.get(client.uri('mine.strat'))!.diagnostics)).toEqual(before);
  });

  it('what a strategy finds wrong in a library is told of the library, and no longer when it is closed', async () => {
    await start({ 'shelf.strat': LIBRARY.replace('close', 'cloze'), 'mine.strat': STRATEGY });
    client.open('mine.strat');
    await client.until(() => codesOf('shelf.strat').includes('unknown-name'));
    client.close('mine.strat');
    await client.until(() => codesOf('shelf.strat').length === 0);
  });

  it('a file that comes into being is found by one that uses it through another', async () => {
    await start({
      'mine.strat': STRATEGY.replace('use shelf', 'use mid\nuse shelf'),
      'shelf.strat': LIBRARY,
      'mid.strat': 'use deep\n',
    });
    client.open('mine.strat');
    await client.until(() => codesOf('mid.strat').includes('unknown-library'));
    client.write('deep.strat', 'define nothing = 1\n');
    tellOf('deep.strat', FileChangeType.Created);
    await client.until(() => !codesOf('mid.strat').includes('unknown-library'));
  });

  it('a nearer library takes the place of one farther off', async () => {
    await start({ 'shelf.strat': LIBRARY, 'sub/mine.strat': STRATEGY });
    client.open('sub/mine.strat');
    expect(await client.diagnostics('sub/mine.strat')).toEqual([]);
    client.write('sub/shelf.strat', LIBRARY.replace('shelf', 'drawer'));
    tellOf('sub/shelf.strat', FileChangeType.Created);
    await client.until(() => codesOf('sub/mine.strat').includes('unknown-fragment'));
  });

  it('libraries are gone with their folder', async () => {
    await start({ 'lib/shelf.strat': LIBRARY, 'mine.strat': STRATEGY.replace('use shelf', 'use lib.shelf') });
    client.open('mine.strat');
    expect(await client.diagnostics('mine.strat')).toEqual([]);
    rmSync(join(client.folder, 'lib'), { recursive: true });
    tellOf('lib', FileChangeType.Deleted);
    await client.until(() => codesOf('mine.strat').includes('unknown-library'));
  });

  it('a file that comes into being is found', async () => {
    await start({ 'mine.strat': STRATEGY }, { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } });
    client.open('mine.strat');
    await client.diagnostics('mine.strat');
    expect(codesOf('mine.strat')).toContain('unknown-library');
    client.write('shelf.strat', LIBRARY);
    tellOf('shelf.strat', FileChangeType.Created);
    await client.until(() => !codesOf('mine.strat').includes('unknown-library'));
  });

  it('places in texts that are open are told by the URI that the client gave them', async () => {
    await start({ 'shelf.strat': LIBRARY, 'mine.strat': STRATEGY });
    const odd = client.uri('shelf.strat').replace('shelf', '%73helf');
    const textDocument = { uri: odd, languageId: 'strat', version: 1, text: LIBRARY };
    client.notify('textDocument/didOpen', { textDocument });
    client.open('mine.strat');
    const position = client.at('mine.strat', 'include shelf', 9);
    const place = await client.ask<Location>('definition', 'mine.strat', position);
    expect(place.uri).toBe(odd);
  });

  function tellOf(file: string, type: FileChangeType): void {
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri(file), type }] });
  }

  function codesOf(file: string): readonly unknown[] {
    return client.told.get(client.uri(file))?.diagnostics.map(({ code }) => code) ?? [];
  }
});

describe('the life of the server', () => {
  it('says who it is and counts in UTF-16, whatever a client would rather have', async () => {
    const { serverInfo, capabilities } = await start({}, { general: { positionEncodings: ['utf-8', 'utf-16'] } });
    expect(serverInfo?.name).toBe('strat');
    expect(capabilities.positionEncoding).toBe('utf-16');
  });

  it('takes a client that says no more than it must', async () => {
    client = new LanguageClient(TEXTS);
    await client.request('initialize', { processId: null, capabilities: {} });
    client.open('base.strat');
    await client.diagnostics('base.strat');
    expect(await client.request('workspace/symbol', { query: 'base' })).toHaveLength(1);
  });

  it('goes on without watching when the client can, but will not', async () => {
    client = new LanguageClient(TEXTS);
    const logged: string[] = [];
    client.connection.onNotification('window/logMessage', ({ message }) => {
      logged.push(message);
    });
    client.connection.onRequest('client/registerCapability', () => new ResponseError(1, 'will not watch'));
    await client.initialize({ workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } });
    await vi.waitFor(() => expect(logged).toContainEqual(expect.stringMatching(/not watched: .*will not watch/)));
    client.open('s2_filter_negative.strat');
    expect(await client.diagnostics('s2_filter_negative.strat')).toEqual([]);
    expect(client.complaints).toBe('');
  });

  it('ends with 0 when it was asked to', async () => {
    await start();
    expect(await client.end()).toBe(0);
  });

  it('ends with 1 when its client is gone without a word', async () => {
    await start();
    const ended = new Promise((resolve) => client.server.once('exit', resolve));
    client.server.stdin!.end();
    expect(await ended).toBe(1);
  });

  it('refuses what it does not know, and requests before it is told of its client', async () => {
    client = new LanguageClient();
    await expect(client.request('textDocument/hover', {})).rejects.toThrow();
    await client.initialize();
    await expect(client.request('strat/noSuchMethod', {})).rejects.toThrow(/unhandled method/i);
  });

  it('goes on after what is no message', async () => {
    await start(TEXTS);
    client.server.stdin!.write('Content-Length: 10\r\n\r\n{"no":json');
    client.open('s2_filter_negative.strat');
    expect(await client.diagnostics('s2_filter_negative.strat')).toEqual([]);
  });

  it('has nothing to say of texts that are not open, in other languages, or far beyond their end', async () => {
    await start(TEXTS);
    const nowhere = { line: 1e6, character: 1e6 };
    expect(await client.ask('hover', 'base.strat', nowhere)).toBeNull();
    client.open('notes.txt', 'strategy', 'plaintext');
    expect(await client.ask('documentSymbol', 'notes.txt', null)).toBeNull();
    client.open('base.strat');
    expect(await client.ask('definition', 'base.strat', nowhere)).toBeNull();
    expect(client.complaints).toBe('');
  });
});
