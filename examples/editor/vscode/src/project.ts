/** The project that is open in VS Code, and the `strat` that belongs to it. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { findStrat, missingText, type Strat } from './strat.ts';

/** The folder that `strat` is started in: that of the project the file is part of, else the file's own. */
export function folderOf(file: vscode.Uri | undefined): string {
  const workspace = file && vscode.workspace.getWorkspaceFolder(file);
  const folder = workspace ?? (file === undefined ? vscode.workspace.workspaceFolders?.[0] : undefined);
  return folder?.uri.fsPath ?? (file === undefined ? process.cwd() : dirname(file.fsPath));
}

/** Where there is none, the user is told what to do. */
export function stratIn(folder: string, file: vscode.Uri | undefined): Strat | null {
  const setting = vscode.workspace.getConfiguration('strat', file).get<string>('path', '');
  const found = findStrat({ folder, setting, path: process.env.PATH ?? '', platform: process.platform });
  if (found === null) void tellMissing(setting);
  return found;
}

async function tellMissing(setting: string): Promise<void> {
  const open = 'Open Settings';
  const chosen = await vscode.window.showErrorMessage(missingText(setting), open);
  if (chosen === open) await vscode.commands.executeCommand('workbench.action.openSettings', 'strat.path');
}
