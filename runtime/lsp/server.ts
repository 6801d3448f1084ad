/**
 * The server: what a client is told at the start, and what happens then. Ends with its client, by the exit code that
 * the protocol asks for: 0 after `shutdown`, 1 without.
 */
import { createConnection, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { packageVersion } from '../cli/files.ts';
import { capabilities, FEATURES } from './features.ts';
import { Publisher } from './publish.ts';
import { Workspace } from './workspace.ts';

export function serve(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const connection = createConnection(input, output);
  const workspace = new Workspace();
  connection.onInitialize(() => ({
    serverInfo: { name: 'strat', version: packageVersion() },
    // Every client knows UTF-16, whatever it would rather have, and texts are counted so here.
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
      ...capabilities(),
    },
  }));
  for (const feature of FEATURES) feature.register(connection, workspace);
  const publisher = new Publisher(connection, workspace);
  workspace.listen(connection, () => publisher.schedule());
  connection.listen();
}
