import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  DocumentSymbol,
  FoldingRange,
  Location,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { LanguageClient } from '../../support/languageClient.ts';

const ROOT = join(import.meta.dirname, '../../..');
const S2 = readFileSync(join(ROOT, 'strategies/s2_filter_negative.strat'), 'utf8');
const HEIR = `use s2_filter_negative

strategy heir extends s2_filter_negative {
  param k = 20

  features {
    mine    = returns(close, 3d)
    doubled = 2 * mine
    no ret_1d
  }

  portfolio {
    short bottom k by prediction gross 35%
  }
}
`;

const client = new LanguageClient({ 's2_filter_negative.strat': S2, 'heir.strat': HEIR });

let legend: readonly string[] = [];

beforeAll(async () => {
  const { capabilities } = await client.initialize();
  legend = capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
  client.open('heir.strat');
  await client.diagnostics('heir.strat');
});

afterAll(async () => {
  expect(client.complaints).toBe('');
  expect(await client.end()).toBe(0);
});

/** `file: the text there`, for what the server tells of places. */
function shown({ uri, range }: Location): string {
  const file = uri.replace(client.uri('/'), '').replace(/^.*stdlib/, 'stdlib');
  const path = file.startsWith('stdlib') ? join(ROOT, file) : join(client.folder, file);
  const lines = readFileSync(path, 'utf8').split('\n');
  const text = lines[range.start.line]!.slice(range.start.character, range.end.character);
  return `${file}:${range.start.line + 1}: ${text}`;
}

describe('definition', () => {
  const definition = async (found: string, by = 0) => {
    const place = await client.ask<Location | null>('definition', 'heir.strat', client.at('heir.strat', found, by));
    return place && shown(place);
  };

  it('leads from a strategy to the one it extends, in another file', async () => {
    expect(await definition('extends s2', 8)).toBe('s2_filter_negative.strat:5: s2_filter_negative');
  });

  it('leads from a use to the beginning of the file', async () => {
    expect(await definition('s2_filter')).toBe('s2_filter_negative.strat:1: ');
  });

  it('leads from a param to the declaration that counts, and from there to the one whose place it takes', async () => {
    expect(await definition('bottom k', 7)).toBe('heir.strat:4: k');
    expect(await definition('param k', 6)).toBe('s2_filter_negative.strat:7: k');
  });

  it('leads through an include into the library that comes with the language', async () => {
    expect(await definition('no ret_1d', 4)).toBe('stdlib/features/core14.strat:3: ret_1d');
  });

  it('knows features, also at the end of their name', async () => {
    expect(await definition('2 * mine', 8)).toBe('heir.strat:7: mine');
  });

  it('has none for names of the language, numbers and blanks', async () => {
    expect(await definition('returns')).toBeNull();
    expect(await definition('35%')).toBeNull();
    expect(await definition('  portfolio')).toBeNull();
  });
});

describe('references', () => {
  const references = async (found: string, by: number, includeDeclaration: boolean) => {
    const position = client.at('heir.strat', found, by);
    const places = await client.ask<Location[]>('references', 'heir.strat', position, {
      context: { includeDeclaration },
    });
    return places.map(shown).sort();
  };

  it('finds a param wherever the project mentions it', async () => {
    expect(await references('bottom k', 7, false)).toEqual([
      'heir.strat:13: k',
      's2_filter_negative.strat:45: k',
      's2_filter_negative.strat:46: k',
    ]);
  });

  it('finds its declarations too, where they are asked for', async () => {
    const all = await references('bottom k', 7, true);
    expect(all).toContain('heir.strat:4: k');
    expect(all).toContain('s2_filter_negative.strat:7: k');
  });

  it('finds heirs that are not open, from the open ancestor', async () => {
    client.open('s2_filter_negative.strat');
    const position = client.at('s2_filter_negative.strat', 'strategy s2', 10);
    const context = { includeDeclaration: false };
    const places = await client.ask<Location[]>('references', 's2_filter_negative.strat', position, { context });
    expect(places.map(shown)).toEqual(['heir.strat:3: s2_filter_negative']);
    client.close('s2_filter_negative.strat');
  });

  it('highlights names of the text, those of the language as well', async () => {
    const highlights = await client.ask<{ kind: number }[]>(
      'documentHighlight',
      'heir.strat',
      client.at('heir.strat', 'mine  '),
    );
    expect(highlights.map(({ kind }) => kind)).toEqual([3, 2]);
    const position = client.at('heir.strat', 'returns');
    expect(await client.ask<object[]>('documentHighlight', 'heir.strat', position)).toHaveLength(1);
  });
});

describe('rename', () => {
  const rename = async (found: string, by: number, newName: string) => {
    const position = client.at('heir.strat', found, by);
    const { changes } = await client.ask<WorkspaceEdit>('rename', 'heir.strat', position, { newName });
    return Object.fromEntries(
      Object.entries(changes!).map(([uri, edits]) => [
        uri.slice(client.uri('/').length),
        edits.map(({ range, newText }) => `${range.start.line + 1}:${range.start.character + 1} ${newText}`),
      ]),
    );
  };

  it('says what would be renamed', async () => {
    const position = client.at('heir.strat', 'doubled');
    expect(await client.ask('prepareRename', 'heir.strat', position)).toEqual({
      range: { start: { line: 7, character: 4 }, end: { line: 7, character: 11 } },
      placeholder: 'doubled',
    });
  });

  it('renames a param in the file that declares it, in heirs and where it is used', async () => {
    expect(await rename('param k', 6, 'count')).toEqual({
      'heir.strat': ['4:9 count', '13:18 count'],
      's2_filter_negative.strat': ['7:9 count', '45:16 count', '46:19 count'],
    });
  });

  it('renames a feature and a strategy', async () => {
    expect(await rename('mine', 0, 'ret_3d')).toEqual({ 'heir.strat': ['7:5 ret_3d', '8:19 ret_3d'] });
    expect(await rename('extends s2', 9, 's2')).toEqual({
      'heir.strat': ['3:23 s2'],
      's2_filter_negative.strat': ['5:10 s2'],
    });
  });

  it.each([
    ['mine', 0, 'ret_20d', '`ret_20d` is a feature already, declared in'],
    ['mine', 0, 'k', '`k` is a param already, declared in heir.strat'],
    ['mine', 0, 'close', '`close` is a field of the language'],
    ['mine', 0, 'mean', '`mean` is a function of the language'],
    ['mine', 0, 'not', '`not` is an operator of the language'],
    ['mine', 0, 'ret 3', '`ret 3` is no name: it takes letters, digits and _, and a letter or _ first'],
    ['no ret_1d', 4, 'ret_one', '`ret_1d` is declared in'],
    ['returns', 0, 'gains', '`returns` is a function of the language'],
    ['use s2', 5, 's3', '`s2_filter_negative` names a file: rename the file'],
    ['35%', 0, 'x', 'there is no name here that could be another'],
  ])('refuses at %s + %i: %s', async (found, by, newName, why) => {
    await expect(rename(found, by, newName)).rejects.toThrow(why);
  });
});

describe('structure', () => {
  it('outlines a text', async () => {
    const [strategy] = await client.ask<DocumentSymbol[]>('documentSymbol', 'heir.strat', null);
    expect(strategy).toMatchObject({ name: 'heir', detail: 'extends s2_filter_negative' });
    expect(strategy!.children!.map(({ name, detail }) => `${name} ${detail}`.trim())).toEqual([
      'k 20',
      'features',
      'portfolio',
    ]);
    expect(strategy!.children![1]!.children!.map(({ name }) => name)).toEqual(['mine', 'doubled']);
  });

  it('finds names in the whole project by some of their letters', async () => {
    const names = async (query: string) => {
      const symbols = await client.request<SymbolInformation[]>('workspace/symbol', { query });
      return symbols.map(({ name }) => name).sort();
    };
    expect(await names('s2filt')).toEqual(['s2_filter_negative']);
    expect(await names('nextret')).toEqual(['next_return']);
    expect(await names('no such name')).toEqual([]);
  });

  it('folds blocks up to the line of their brace, and comments', async () => {
    client.open(
      'folds.strat',
      '# one\n# two\n\nuse a\nuse b\n\nstrategy s {\n  risk {\n    limit weight 20%\n  }\n}\n',
    );
    const folds = await client.ask<FoldingRange[]>('foldingRange', 'folds.strat', null);
    expect(folds.map(({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind ?? ''}`.trim())).toEqual([
      '0-1 comment',
      '3-4 imports',
      '6-9',
      '7-8',
    ]);
    client.close('folds.strat');
  });

  it('selects more and more around a place', async () => {
    const positions = [client.at('heir.strat', '3d)')];
    const [selection] = await client.ask<SelectionRange[]>('selectionRange', 'heir.strat', null, { positions });
    const texts: string[] = [];
    for (let each: SelectionRange | undefined = selection; each !== undefined; each = each.parent)
      texts.push(client.document('heir.strat').getText(each.range));
    expect(texts.map((text) => text.split('\n')[0])).toEqual([
      '3d',
      'returns(close, 3d)',
      'mine    = returns(close, 3d)',
      'features {',
      'strategy heir extends s2_filter_negative {',
      'use s2_filter_negative',
    ]);
  });
});

describe('formatting', () => {
  const UGLY = 'strategy  s {\r\n  param k=38 in 5..100\r\n\r\n  risk { limit weight 20% }\r\n}\r\n';

  it('brings a text into the layout of strat fmt and keeps its line ends', async () => {
    client.open('ugly.strat', UGLY);
    const edits = await client.ask<TextEdit[]>('formatting', 'ugly.strat', null, {
      options: { tabSize: 8, insertSpaces: false },
    });
    expect(edits.map(({ newText }) => newText)).toEqual(['strategy s {\r\n  param k = 38 in 5 .. 100\r\n']);
    client.close('ugly.strat');
  });

  it('of some lines changes those alone', async () => {
    client.open('ugly.strat', 'strategy s {\n    param a = 1\n  param b = 2\n param c = 3\n}\n');
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 5 } };
    const edits = await client.ask<TextEdit[]>('rangeFormatting', 'ugly.strat', null, { range, options: {} });
    expect(edits).toEqual([
      { range: { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } }, newText: '  param c = 3\n' },
    ]);
    client.close('ugly.strat');
  });

  it('leaves a text with mistakes alone', async () => {
    client.open('ugly.strat', 'strategy s {\n  param =\n');
    expect(await client.ask('formatting', 'ugly.strat', null, { options: {} })).toEqual([]);
    client.close('ugly.strat');
  });
});

describe('semantic tokens', () => {
  /** `type text`, of the whole text. */
  function read({ data }: SemanticTokens, file: string): string[] {
    const lines = client.document(file).getText().split('\n');
    let [line, character] = [0, 0];
    return Array.from({ length: data.length / 5 }, (_, i) => {
      const [down, along, length, type] = data.slice(5 * i, 5 * i + 5) as [number, number, number, number];
      line += down;
      character = down === 0 ? character + along : along;
      return `${legend[type]} ${lines[line]!.slice(character, character + length)}`;
    });
  }

  it('tells what each word is, also after a change, as a whole and by what has changed', async () => {
    client.open(
      'tokens.strat',
      'strategy s {\n  param k = 38\n  portfolio {\n    long top k by prediktion gross 65%\n  }\n}\n',
    );
    const whole = await client.ask<SemanticTokens>('semanticTokens/full', 'tokens.strat', null);
    expect(read(whole, 'tokens.strat')).toEqual([
      'keyword strategy',
      'class s',
      'keyword param',
      'parameter k',
      'operator =',
      'number 38',
      'keyword portfolio',
      'keyword long',
      'keyword top',
      'parameter k',
      'keyword by',
      'keyword gross',
      'number 65%',
    ]);
    client.replace('tokens.strat', 'prediktion', 'prediction');
    const previousResultId = whole.resultId;
    const delta = await client.ask<SemanticTokensDelta>('semanticTokens/full/delta', 'tokens.strat', null, {
      previousResultId,
    });
    const data = [...whole.data];
    for (const { start, deleteCount, data: inserted } of delta.edits.toReversed())
      data.splice(start, deleteCount, ...(inserted ?? []));
    const after = await client.ask<SemanticTokens>('semanticTokens/full', 'tokens.strat', null);
    expect(data).toEqual(after.data);
    expect(read(after, 'tokens.strat')).toContain('variable prediction');
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    const part = await client.ask<SemanticTokens>('semanticTokens/range', 'tokens.strat', null, { range });
    expect(read(part, 'tokens.strat')).toEqual(['keyword param', 'parameter k', 'operator =', 'number 38']);
    client.close('tokens.strat');
  });
});
