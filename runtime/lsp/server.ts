/**
 * The server: what a client is told at the start, and what happens then. Ends with its client, by the exit code that
 * the protocol asks for: 0 after `shutdown`, 1 without.
 */
import {
  createConnection,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  WatchKind,
} from 'vscode-languageserver/node';
import { packageVersion } from '../cli/files.ts';
import { capabilities, FEATURES } from './features.ts';
import { Publisher } from './publish.ts';
import { inlaySettings } from './settings.ts';
import { pathOf } from './uris.ts';
import { Workspace } from './workspace.ts';

export function serve(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const connection = createConnection(input, output);
  const workspace = new Workspace();
  let canWatch = false;
  connection.onInitialize(({ workspaceFolders, rootUri, capabilities: client, initializationOptions: options }) => {
    canWatch = client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    workspace.takesSnippets = client.textDocument?.completion?.completionItem?.snippetSupport === true;
    workspace.takesVersions = client.workspace?.workspaceEdit?.documentChanges === true;
    workspace.resolvesFixes = client.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true;
    workspace.inlays = inlaySettings(options);
    const folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    workspace.folders = folders.map(pathOf).filter((path) => path !== null);
    return {
      serverInfo: { name: 'strat', version: packageVersion() },
      // Every client knows UTF-16, whatever it would rather have, and texts are counted so here.
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
        ...capabilities(),
      },
    };
  });
  connection.onInitialized(() => {
    if (!canWatch) return;
    // Of a folder that comes or goes with all it holds some clients tell nothing else.
    const watchers = [{ globPattern: '**/*.strat' }, { globPattern: '**', kind: WatchKind.Create | WatchKind.Delete }];
    const tell = (reason: unknown) => connection.console.warn(`files are not watched: ${reason}`);
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(tell);
  });
  for (const feature of FEATURES) feature.register(connection, workspace);
  const publisher = new Publisher(connection, workspace);
  workspace.listen(connection, () => publisher.schedule());
  connection.listen();
}
