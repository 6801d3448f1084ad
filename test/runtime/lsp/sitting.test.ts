/**
 * Sittings at the editor: texts that use each other are typed in, opened, closed, saved, deleted and made again, as a seed
 * has it. After each step the server must come to tell of all of them what reading them afresh finds.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { FileChangeType } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ImportResolver } from '../../../compiler/compile.ts';
import { analyse } from '../../../compiler/service/analysis.ts';
import { importResolver } from '../../../runtime/cli/imports.ts';
import { type Random, random } from '../../../runtime/random.ts';
import { smallStrategy } from '../../support/command.ts';
import { LanguageClient } from '../../support/languageClient.ts';
import { Typist } from '../../support/typist.ts';

vi.setConfig({ testTimeout: 120_000 });

/**
 * The shelf of `sub` takes the place of the other for the strategy, not for what the strategy uses; by its mistake it shows
 * which of them was read.
 */
const TEXTS: Readonly<Record<string, string>> = {
  'sub/mine.strat': `use mid\nuse shelf\n${smallStrategy({ 'features {': 'features {\n    include shelf\n    include mid' })}`,
  'mid.strat': 'use shelf\n\nfeatures mid {\n  slow = mean(quick, 5d)\n}\n',
  'shelf.strat': 'define quick = returns(close, 1d)\n\nfeatures shelf {\n  fast = quick\n}\n',
  'sub/shelf.strat': 'define quick =\n\nfeatures shelf {\n  fast = quick\n}\n',
};
const FILES = Object.keys(TEXTS);
const STEPS = 150;

let client: LanguageClient;
let open: Map<string, Typist>;

afterEach(() => client.abandon());

/** Files as the author names them: `use` looks beside the file first, then in the folder of the project. */
const resolve: ImportResolver = (path, from) => {
  if (path[0] === 'std') return importResolver()(path, from);
  const files = [dirname(from), '.'].map((folder) => `${join(folder, ...path)}.strat`);
  const file = files.find((each) => existsSync(join(client.folder, each)));
  return file === undefined ? null : { file, text: textOf(file) };
};

/** As it is in the editor, else on disk. */
function textOf(file: string): string {
  return open.get(file)?.text ?? readFileSync(join(client.folder, file), 'utf8');
}

/** `file code place`, of everything that a fresh reading of the open texts finds, once. */
function expected(): readonly string[] {
  const found = new Map<string, string>();
  for (const [file, { text }] of open) {
    const { findings, sources } = analyse({ file, text }, resolve);
    for (const { code, span, message } of findings) {
      const lines = TextDocument.create(span.file, 'strat', 1, sources.get(span.file)!);
      const range = { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
      const place = `${span.file} ${code} ${JSON.stringify(range)}`;
      found.set(`${place} ${message}`, place);
    }
  }
  return [...found.values()].sort();
}

function told(): readonly string[] {
  const all = [...client.told.values()].flatMap(({ uri, diagnostics }) => {
    const file = relative(client.uri('.'), uri);
    return diagnostics.map(({ code, range }) => `${file} ${code} ${JSON.stringify(range)}`);
  });
  return all.sort();
}

function tellOf(file: string, type: FileChangeType): void {
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri(file), type }] });
}

function save(file: string, text: string): void {
  const type = existsSync(join(client.folder, file)) ? FileChangeType.Changed : FileChangeType.Created;
  client.write(file, text);
  tellOf(file, type);
}

/** Types half of the time; else does with a file what can be done with it now. Answers what was done. */
function step(source: Random, seed: number): string {
  const below = (count: number) => Math.floor(source.uniform() * count);
  const files = [...open.keys()];
  if (files.length > 0 && source.uniform() < 0.5) {
    const file = files[below(files.length)]!;
    const typist = open.get(file)!;
    // Of texts that are wrong in many places hardly anything is told of what they use.
    const isMended = source.uniform() < 0.5;
    if (isMended) typist.text = TEXTS[file]!;
    else typist.type();
    client.change(file, { text: typist.text });
    return `${isMended ? 'mend' : 'type in'} ${file}`;
  }
  const file = FILES[below(FILES.length)]!;
  if (!existsSync(join(client.folder, file))) {
    save(file, TEXTS[file]!);
    return `make ${file}`;
  }
  const typist = open.get(file);
  if (source.uniform() < 0.3) {
    rmSync(join(client.folder, file));
    tellOf(file, FileChangeType.Deleted);
    return `delete ${file}`;
  }
  if (typist === undefined) {
    open.set(file, new Typist(textOf(file), Object.values(TEXTS), seed));
    client.open(file);
    return `open ${file}`;
  }
  if (source.uniform() < 0.3) save(file, typist.text);
  open.delete(file);
  client.close(file);
  return `close ${file}`;
}

test.each([1, 2, 3, 4])('sitting %i', async (sitting) => {
  client = new LanguageClient(TEXTS);
  open = new Map();
  await client.initialize({ workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } });
  const source = random(14, sitting);
  const blamed = new Set<string>();
  const done: string[] = [];
  for (let i = 0; i < STEPS; i++) {
    done.push(step(source, 100 * sitting + i));
    const wanted = expected();
    const isTold = () => told().join('\n') === wanted.join('\n');
    await client.until(isTold).catch(() => expect(told(), done.join('\n')).toEqual(wanted));
    for (const each of wanted) blamed.add(each.split(' ')[0]!);
  }
  expect(blamed.size).toBeGreaterThan(2);
  expect(client.complaints).toBe('');
});
