/**
 * The texts a client has open, and what is known of them. An open text wins over the file on disk, also where another
 * text uses it; a change in one makes stale what was known of those that read it.
 */
import { dirname, extname, join, resolve, sep } from 'node:path';
import { type Connection, FileChangeType, type Position, type Range, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ImportResolver } from '../../compiler/compile.ts';
import type { Sources } from '../../compiler/diagnostic.ts';
import { type Analysis, analyse } from '../../compiler/service/analysis.ts';
import { INLAYS, type InlayOptions } from '../../compiler/service/inlays.ts';
import { Parses } from '../../compiler/service/parses.ts';
import type { Project } from '../../compiler/service/project.ts';
import { filesOf } from '../../compiler/service/symbols.ts';
import type { Span } from '../../grammar/span.ts';
import { displayName, PACKAGE_ROOT } from '../cli/files.ts';
import { importResolver, projectRoot } from '../cli/imports.ts';
import { isConfig } from './configs.ts';
import { readText, strategiesBelow } from './projectFiles.ts';
import { fileOf, pathOf, uriOf } from './uris.ts';

/** A stretch of a text, as the protocol says it. */
export interface Place {
  readonly uri: string;
  readonly range: Range;
}

interface Known {
  readonly analysis: Analysis;
  stale: boolean;
}

/** In milliseconds. Which libraries a folder offers serves hints alone, and is searched for at every half-typed name. */
const FOLDERS_STAY = 5_000;

export class Workspace {
  readonly documents = new TextDocuments(TextDocument);
  /** Paths of the folders that the client has opened. */
  folders: readonly string[] = [];
  /** Whether the client can fill in the places of a snippet. */
  takesSnippets = false;
  /** Whether it can be told of which version of a text an edit is made. */
  takesVersions = false;
  /** Whether it asks for the edits of a fix when somebody chooses it. */
  resolvesFixes = false;
  inlays: InlayOptions = INLAYS;
  readonly #known = new Map<string, Known>();
  /** Of all open texts, for they use the same libraries. */
  readonly #parses = new Parses();
  /** Texts that are not open, for their lines, as long as what was read with them is known. */
  readonly #others = new WeakMap<Sources, Map<string, TextDocument>>();
  readonly #fromDisk = importResolver();
  readonly #resolver: ImportResolver;

  constructor() {
    const resolver = (path: readonly string[], from: string) => this.#resolve(path, from);
    const candidates = keptFor(FOLDERS_STAY, (folder) => this.#fromDisk.candidates?.(join(folder, 'any.strat')) ?? []);
    this.#resolver = Object.assign(resolver, { candidates: (from: string) => candidates(dirname(from)) });
  }

  /** Takes the client's notifications about texts from here on; `changed` is called after each. */
  listen(connection: Connection, changed: () => void): void {
    this.documents.listen(connection);
    this.documents.onDidOpen(() => this.#forgetAll());
    this.documents.onDidChangeContent(({ document }) => {
      this.#forget(document.uri);
      changed();
    });
    this.documents.onDidClose(({ document }) => {
      this.#known.delete(document.uri);
      this.#forgetAll();
      this.#parses.keep(new Set([...this.#known.values()].flatMap(({ analysis }) => [...analysis.sources.keys()])));
      changed();
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri, type } of changes) {
        if (type === FileChangeType.Changed) this.#forget(uri);
        else if (mayHoldStrategies(uri)) this.#forgetAll();
      }
      changed();
    });
  }

  /** URIs of the open texts that are strategies, or libraries of them. */
  strategies(): readonly string[] {
    return this.documents
      .all()
      .filter(isStrategy)
      .map(({ uri }) => uri);
  }

  /** Open texts that are configs of runs. */
  configs(): readonly TextDocument[] {
    return this.documents.all().filter(isConfig);
  }

  /** An open config; null of any other text. */
  configAt(uri: string): TextDocument | null {
    const document = this.documents.get(uri);
    return document !== undefined && isConfig(document) ? document : null;
  }

  /** What is known of an open text as it stands now; null of one that is not open, or in another language. */
  analysisOf(uri: string): Analysis | null {
    const document = this.documents.get(uri);
    if (document === undefined || !isStrategy(document)) return null;
    const known = this.#known.get(uri);
    if (known !== undefined && !known.stale) return known.analysis;
    const parses = this.#parses;
    const analysis = analyse({ file: fileOf(uri), text: document.getText() }, this.#resolver, { parses });
    this.#known.set(uri, { analysis, stale: false });
    return analysis;
  }

  /** The texts of the project around a file in which one of some words stands. */
  projectAround(uri: string, words: readonly string[]): Project {
    const path = pathOf(uri);
    return this.#projectIn(path === null ? [] : [projectRoot(dirname(path))], words);
  }

  /** All texts in the folders that the client has opened. */
  wholeProject(): Project {
    return this.#projectIn(this.folders, ['']);
  }

  /** Open texts as they are now, and others as they are on disk. */
  #projectIn(folders: readonly string[], words: readonly string[]): Project {
    const open = new Map(this.strategies().map((uri) => [fileOf(uri), this.documents.get(uri)?.getText() ?? '']));
    const onDisk = folders.flatMap(strategiesBelow).map(displayName);
    const documents = [...new Set([...open.keys(), ...onDisk])]
      .map((file) => ({ file, text: open.get(file) ?? readText(file) ?? '' }))
      .filter(({ text }) => words.some((word) => text.includes(word)));
    return { documents, resolve: this.#resolver };
  }

  /** Null of a text that is not open. */
  versionOf(uri: string): number | null {
    return this.documents.get(uri)?.version ?? null;
  }

  /** Of an open text. */
  offsetAt(uri: string, position: Position): number {
    return this.documents.get(uri)?.offsetAt(position) ?? 0;
  }

  /** Where a span lies, in any text that the analysis has read. */
  placeOf(span: Span, { sources }: Pick<Analysis, 'sources'>): Place {
    const uri = this.uriOf(span.file);
    const document = this.#linesOf(uri, span.file, sources);
    return { uri, range: { start: document.positionAt(span.start), end: document.positionAt(span.end) } };
  }

  rangeOf(span: Span, analysis: Pick<Analysis, 'sources'>): Range {
    return this.placeOf(span, analysis).range;
  }

  /** As the client has written it, if the file is open: the same file has several URIs. */
  uriOf(file: string): string {
    return this.#openAt(resolve(file))?.uri ?? uriOf(file);
  }

  #linesOf(uri: string, file: string, sources: Sources): TextDocument {
    const text = sources.get(file) ?? '';
    const open = this.documents.get(uri);
    if (open?.getText() === text) return open;
    const others = this.#others.get(sources) ?? new Map<string, TextDocument>();
    this.#others.set(sources, others);
    const document = others.get(file) ?? TextDocument.create(uri, 'strat', 0, text);
    others.set(file, document);
    return document;
  }

  /** Marks stale what has read this text, or may have looked for it in vain. */
  #forget(uri: string): void {
    const file = fileOf(uri);
    for (const [other, known] of this.#known) {
      const { sources, main } = known.analysis;
      if (other === uri || sources.has(file) || filesOf(main).some(({ incomplete }) => incomplete)) known.stale = true;
    }
  }

  /** A file that comes or goes may take the place of one that was read, at any depth. */
  #forgetAll(): void {
    for (const known of this.#known.values()) known.stale = true;
  }

  #resolve(path: readonly string[], from: string): ReturnType<ImportResolver> {
    const found = this.#fromDisk(path, from);
    if (found === null || !('file' in found)) return found;
    const open = this.#openAt(resolve(found.file));
    return open === null ? found : { file: found.file, text: open.getText() };
  }

  #openAt(path: string): TextDocument | null {
    return this.documents.all().find(({ uri }) => pathOf(uri) === path) ?? null;
  }
}

/** What a question was answered with, for some time. */
function keptFor<T>(milliseconds: number, ask: (about: string) => T): (about: string) => T {
  const answers = new Map<string, { readonly answer: T; readonly until: number }>();
  return (about) => {
    const now = performance.now();
    const known = answers.get(about);
    if (known !== undefined && now < known.until) return known.answer;
    const answer = ask(about);
    answers.set(about, { answer, until: now + milliseconds });
    return answer;
  };
}

/** A strategy, or a folder: one that `use` can name has no dot in its name. */
function mayHoldStrategies(uri: string): boolean {
  return ['', '.strat'].includes(extname(pathOf(uri) ?? uri));
}

/** Whether the author may change a file: what comes with the language is read only. */
export function isOwn(file: string): boolean {
  return !resolve(file).startsWith(join(PACKAGE_ROOT, 'stdlib') + sep);
}

function isStrategy({ languageId, uri }: TextDocument): boolean {
  return languageId === 'strat' || uri.endsWith('.strat');
}
