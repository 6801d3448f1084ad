/**
 * What is wrong with the open texts, told while they are written: the diagnostics of `strat check`, at their places.
 * Those that lie in a file which an open text uses are told of that file.
 */
import type { Connection, Diagnostic as ProtocolDiagnostic } from 'vscode-languageserver/node';
import { configDiagnostics } from './configs.ts';
import { protocolDiagnostic } from './diagnostics.ts';
import { findingsByUri } from './findings.ts';
import type { Workspace } from './workspace.ts';

/** How long the texts must rest, in milliseconds: changes that wait to be read already are one change. */
const REST = 3;
/** Where a text is so long that telling takes longer than the time between two keys. */
const LONG_REST = 300;
/** In lines. */
const LONG = 10_000;

export class Publisher {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  #timer: NodeJS.Timeout | undefined;
  /** By URI, what the client was told last: a message that changes nothing is not sent. */
  #told = new Map<string, string>();

  constructor(connection: Connection, workspace: Workspace) {
    this.#connection = connection;
    this.#workspace = workspace;
  }

  /** Soon, and once for all changes until then. */
  schedule(): void {
    clearTimeout(this.#timer);
    const isLong = this.#workspace.documents.all().some(({ lineCount }) => lineCount > LONG);
    this.#timer = setTimeout(() => this.#publishOrTell(), isLong ? LONG_REST : REST);
  }

  /** A bug of ours must not take the server down: it is told to the client's log. */
  #publishOrTell(): void {
    try {
      this.#publish();
    } catch (error) {
      this.#tell(error);
    }
  }

  readonly #tell = (error: unknown): void => {
    this.#connection.console.error(`bug: ${error instanceof Error ? error.stack : error}`);
  };

  #publish(): void {
    const found = this.#collect();
    const told = new Map<string, string>();
    for (const uri of new Set([...found.keys(), ...this.#told.keys()])) {
      const diagnostics = [...(found.get(uri) ?? [])];
      const version = this.#workspace.versionOf(uri);
      const message = { uri, diagnostics, ...(version !== null && { version }) };
      const written = JSON.stringify(message);
      if (found.has(uri)) told.set(uri, written);
      if (this.#told.get(uri) !== written) this.#connection.sendDiagnostics(message).catch(this.#tell);
    }
    this.#told = told;
  }

  #collect(): ReadonlyMap<string, readonly ProtocolDiagnostic[]> {
    const told = Array.from(findingsByUri(this.#workspace), ([uri, findings]) => {
      const ofText = findings.map(({ diagnostic, analysis }) =>
        protocolDiagnostic(diagnostic, analysis, this.#workspace),
      );
      return [uri, ofText] as const;
    });
    const configs = this.#workspace.configs().map((config) => [config.uri, configDiagnostics(config)] as const);
    return new Map([...told, ...configs]);
  }
}
