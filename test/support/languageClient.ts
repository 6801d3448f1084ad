/** The language server as an editor meets it: a process, spoken to over its input and output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const LAUNCH = join(import.meta.dirname, '../../runtime/cli/launch.ts');

export class LanguageClient {
  /** A project of its own, with the texts given on disk. */
  readonly folder = mkdtempSync(join(tmpdir(), 'strat-lsp-'));
  readonly server: ChildProcess;
  readonly connection: ProtocolConnection;
  /** What the server has told of each text last. */
  readonly told = new Map<string, PublishDiagnosticsParams>();
  /** What it wrote beside the protocol: nothing, unless it fails. */
  complaints = '';
  readonly #documents = new Map<string, TextDocument>();
  readonly #waiting = new Set<() => void>();

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.write('package.json', '{}');
    for (const [file, text] of Object.entries(files)) this.write(file, text);
    this.server = spawn(process.execPath, [LAUNCH, 'lsp', '--stdio'], { cwd: this.folder });
    this.server.stderr?.on('data', (chunk) => {
      this.complaints += chunk;
    });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.server.stdout!),
      new StreamMessageWriter(this.server.stdin!),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.told.set(params.uri, params);
      for (const wake of this.#waiting) wake();
    });
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  async initialize(capabilities: object = {}): Promise<InitializeResult> {
    const workspaceFolders = [{ uri: pathToFileURL(this.folder).href, name: 'project' }];
    const params = { processId: process.pid, rootUri: null, capabilities, workspaceFolders };
    const result = await this.request<InitializeResult>('initialize', params);
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  uri(file: string): string {
    return pathToFileURL(join(this.folder, file)).href;
  }

  write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Of what was opened, as the server must have it by now. */
  document(file: string): TextDocument {
    return this.#documents.get(file)!;
  }

  open(file: string, text = readFileSync(join(this.folder, file), 'utf8'), languageId = 'strat'): void {
    const uri = this.uri(file);
    this.#documents.set(file, TextDocument.create(uri, languageId, 1, text));
    this.notify('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  change(file: string, ...contentChanges: TextDocumentContentChangeEvent[]): void {
    const document = this.document(file);
    const version = document.version + 1;
    this.#documents.set(file, TextDocument.update(document, contentChanges, version));
    const textDocument = { uri: document.uri, version };
    this.notify('textDocument/didChange', { textDocument, contentChanges });
  }

  /** Puts a text in the place of its first occurrence in the file. */
  replace(file: string, found: string, text: string): void {
    const start = this.at(file, found);
    const end = this.at(file, found, found.length);
    this.change(file, { range: { start, end }, text });
  }

  close(file: string): void {
    this.#documents.delete(file);
    this.notify('textDocument/didClose', { textDocument: { uri: this.uri(file) } });
  }

  /** Where a piece of the text begins, `by` characters on. */
  at(file: string, found: string, by = 0): Position {
    const document = this.document(file);
    const offset = document.getText().indexOf(found);
    if (offset < 0) throw new Error(`${file} has no ${found}`);
    return document.positionAt(offset + by);
  }

  /** A request about a place in a text. */
  ask<T>(method: string, file: string, position: Position | null, more: object = {}): Promise<T> {
    const textDocument = { uri: this.uri(file) };
    return this.request(`textDocument/${method}`, { textDocument, ...(position && { position }), ...more });
  }

  request<T>(method: string, params?: object): Promise<T> {
    return params === undefined ? this.connection.sendRequest(method) : this.connection.sendRequest(method, params);
  }

  /** What is still to be sent when the server is gone does not matter any more. */
  notify(method: string, params: object): void {
    this.connection.sendNotification(method, params).catch((error) => {
      if (this.server.exitCode === null && !this.server.killed) throw error;
    });
  }

  /** What is told of a text as it is now. */
  async diagnostics(file: string): Promise<readonly Diagnostic[]> {
    const { uri, version } = this.document(file);
    const isThere = () => this.told.get(uri)?.version === version;
    await this.until(isThere);
    return this.told.get(uri)!.diagnostics;
  }

  /** Until the server has told what is waited for; fails after ten seconds. */
  async until(isThere: () => boolean): Promise<void> {
    if (isThere()) return;
    return new Promise((resolve, reject) => {
      const settle = (done: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        done();
      };
      const timer = setTimeout(() => settle(() => reject(new Error(`not told in time ${this.complaints}`))), 10_000);
      const wake = () => {
        if (isThere()) settle(resolve);
      };
      this.#waiting.add(wake);
    });
  }

  /** Asks the server to end, and answers with its exit code. */
  async end(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.server.once('exit', resolve));
    await this.request('shutdown');
    await this.connection.sendNotification('exit');
    const code = await ended;
    this.abandon();
    return code;
  }

  /** Whatever the server is about; twice does no harm. */
  abandon(): void {
    this.connection.dispose();
    this.server.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
