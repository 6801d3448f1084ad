/** The language server, as VS Code talks to it: one for the window, of its first folder. */
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import { folderOf, stratIn } from './project.ts';
import { environmentOf } from './strat.ts';

export class Client {
  #client: LanguageClient | null = null;

  /** Nothing is started where there is no `strat`; the user is told. */
  async start(): Promise<void> {
    const file = vscode.workspace.workspaceFolders?.length ? undefined : vscode.window.activeTextEditor?.document.uri;
    const folder = folderOf(file);
    const strat = stratIn(folder, file);
    if (strat === null) return;
    const options = { cwd: folder, env: environmentOf(strat, process.env), shell: process.platform === 'win32' };
    const command = options.shell ? `"${strat.command}"` : strat.command;
    this.#client = new LanguageClient(
      'strat',
      'Strat',
      { command, args: [...strat.args, 'lsp'], options },
      {
        // Which YAML is a config the server sees by itself; of other YAML it says nothing.
        documentSelector: [
          { scheme: 'file', language: 'strat' },
          { scheme: 'untitled', language: 'strat' },
          { scheme: 'file', language: 'yaml' },
        ],
        initializationOptions: { inlayHints: vscode.workspace.getConfiguration('strat').get('inlayHints') },
      },
    );
    await this.#client.start();
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.dispose();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }
}
