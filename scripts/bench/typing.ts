/** Somebody who types in a strategy of 1,000 lines, and how long the language server takes to tell what is wrong then. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { benchFolder } from './benchmark.ts';
import { largeStrategy } from './largeStrategy.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = new URL('typing/', benchFolder);
const file = new URL('large.strat', folder);
/** With its variants; without them it has 1,000. */
const LINES = 1_240;
/** What is typed behind a feature and taken back, key by key: most of the time the line is unfinished or wrong. */
const TYPED = ' + 0.5 * lag(raw_1, 1d)';
const PLACES = 5;
/** Those of the first places settle the engine. */
const UNTIMED = 2 * TYPED.length;

export async function prepareTyping(): Promise<void> {
  if (!existsSync(`${root}dist/strat.js`)) throw new Error('dist/ is missing: run `npm run build` first');
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('library.strat', folder), largeStrategy(LINES)['library.strat']);
}

/** Milliseconds from a key to what is told of the text that it made, one for each key, in ascending order. */
export async function typeKeys(): Promise<readonly number[]> {
  const [text = ''] = largeStrategy(LINES)['large.strat'].split('# The same book');
  const server = spawn(process.execPath, ['dist/strat.js', 'lsp'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const editor = new Editor(server);
  await editor.start(text);
  const times: number[] = [];
  const lines = text.split('\n');
  const features = lines.flatMap((line, i) => (line.includes(' rank_') ? [i] : []));
  for (let place = 0; place < PLACES; place++) {
    const line = features[Math.floor((place * features.length) / PLACES)]!;
    const { length } = lines[line]!;
    for (let key = 0; key < TYPED.length; key++) times.push(await editor.insert(line, length + key, TYPED[key]!));
    await editor.remove(line, length, length + TYPED.length);
  }
  server.kill();
  return times.slice(UNTIMED).sort((a, b) => a - b);
}

class Editor {
  readonly #connection: ProtocolConnection;
  #version = 1;
  #told: (version: number | undefined) => void = () => {};

  constructor({ stdout, stdin }: ChildProcess) {
    this.#connection = createProtocolConnection(new StreamMessageReader(stdout!), new StreamMessageWriter(stdin!));
    this.#connection.onNotification('textDocument/publishDiagnostics', ({ version }: PublishDiagnosticsParams) => {
      this.#told(version);
    });
    this.#connection.listen();
  }

  async start(text: string): Promise<void> {
    await this.#connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
    await this.#connection.sendNotification('initialized', {});
    const textDocument = { uri: file.href, languageId: 'strat', version: 1, text };
    await this.#untilTold('textDocument/didOpen', { textDocument });
  }

  insert(line: number, character: number, text: string): Promise<number> {
    return this.#change({ start: { line, character }, end: { line, character } }, text);
  }

  remove(line: number, from: number, to: number): Promise<number> {
    return this.#change({ start: { line, character: from }, end: { line, character: to } }, '');
  }

  async #change(range: object, text: string): Promise<number> {
    this.#version++;
    const textDocument = { uri: file.href, version: this.#version };
    const begun = performance.now();
    await this.#untilTold('textDocument/didChange', { textDocument, contentChanges: [{ range, text }] });
    return performance.now() - begun;
  }

  async #untilTold(method: string, params: object): Promise<void> {
    const told = new Promise<void>((resolve) => {
      this.#told = (version) => {
        if (version === this.#version) resolve();
      };
    });
    await this.#connection.sendNotification(method, params);
    await told;
  }
}
