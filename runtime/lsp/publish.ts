/**
 * What is wrong with the open texts, told while they are written: the diagnostics of `strat check`, at their places.
 * Those that lie in a file which an open text uses are told of that file.
 */
import type { Connection, Diagnostic as ProtocolDiagnostic } from 'vscode-languageserver/node';
import { configDiagnostics } from './configs.ts';
import { protocolDiagnostic } from './diagnostics.ts';
import type { Workspace } from './workspace.ts';

/** How long the texts must rest, in milliseconds: changes that wait to be read already are one change. */
const REST = 3;

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
    this.#timer = setTimeout(() => this.#publishOrTell(), REST);
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
      const diagnostics = found.get(uri) ?? [];
      const version = this.#workspace.documents.get(uri)?.version;
      const message = { uri, diagnostics, ...(version !== undefined && { version }) };
      const written = JSON.stringify(message);
      if (found.has(uri)) told.set(uri, written);
      if (this.#told.get(uri) !== written) this.#connection.sendDiagnostics(message).catch(this.#tell);
    }
    this.#told = told;
  }

  /** By URI, of every open text and of what it uses, in source order; what two texts find in a third is one finding. */
  #collect(): Map<string, ProtocolDiagnostic[]> {
    const found = new Map<string, ProtocolDiagnostic[]>(this.#workspace.strategies().map((uri) => [uri, []]));
    const seen = new Set<string>();
    for (const uri of this.#workspace.strategies()) {
      const analysis = this.#workspace.analysisOf(uri);
      for (const diagnostic of analysis?.findings ?? []) {
        const place = this.#workspace.placeOf(diagnostic.span, analysis!);
        const { code, span, message } = diagnostic;
        const key = [place.uri, code, span.start, span.end, message].join('\0');
        if (seen.has(key)) continue;
        seen.add(key);
        const others = found.get(place.uri) ?? [];
        others.push(protocolDiagnostic(diagnostic, analysis!, this.#workspace));
        found.set(place.uri, others);
      }
    }
    for (const config of this.#workspace.configs()) found.set(config.uri, [...configDiagnostics(config)]);
    return found;
  }
}
