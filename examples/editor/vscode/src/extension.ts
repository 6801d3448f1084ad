/** What VS Code calls: starts the language server, and registers the commands. */
import * as vscode from 'vscode';
import { Client } from './client.ts';
import { registerCommands } from './commands.ts';

let client: Client | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  client = new Client();
  registerCommands(context);
  context.subscriptions.push(
    vscode.commands.registerCommand('strat.restart', () => client?.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('strat.path') || change.affectsConfiguration('strat.inlayHints')) {
        void client?.restart();
      }
    }),
  );
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
