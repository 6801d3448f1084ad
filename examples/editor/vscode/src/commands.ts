/** The commands: check and run in a terminal; the plan, and how it differs from the last commit, as a text beside. */
import { execFile } from 'node:child_process';
import { basename, isAbsolute, join, relative } from 'node:path';
import * as vscode from 'vscode';
import { folderOf, stratIn } from './project.ts';
import { Shown } from './shown.ts';
import { environmentOf, type Strat } from './strat.ts';

/** What a command is about. */
interface Target {
  readonly strat: Strat;
  readonly folder: string;
  /** From the folder. */
  readonly file: string;
  readonly uri: vscode.Uri;
}

export function registerCommands(context: vscode.ExtensionContext): void {
  const shown = new Shown();
  const commands: Readonly<Record<string, (target: Target) => unknown>> = {
    check: (target) => inTerminal(target, 'check', [target.file]),
    run: (target) => inTerminal(target, 'run', [target.file, ...configOf(target)]),
    plan: async (target) => shown.show(`${basename(target.file)}: plan`, await outputOf(target, ['plan', target.file])),
    planDiff: async (target) => {
      const words = ['diff', `HEAD:${target.file.replaceAll('\\', '/')}`, target.file];
      await shown.show(`${basename(target.file)}: since HEAD`, await outputOf(target, words));
    },
  };
  const registered = Object.entries(commands).map(([name, act]) =>
    vscode.commands.registerCommand(`strat.${name}`, async (uri?: vscode.Uri) => {
      const target = await targetOf(uri ?? vscode.window.activeTextEditor?.document.uri);
      if (target !== null) await act(target);
    }),
  );
  context.subscriptions.push(shown, ...registered);
}

/** The file as it is saved now, for `strat` reads files. Null after the user was told what is missing. */
async function targetOf(uri: vscode.Uri | undefined): Promise<Target | null> {
  if (uri === undefined || uri.scheme !== 'file' || !uri.fsPath.endsWith('.strat')) {
    void vscode.window.showErrorMessage('open a strategy first, a file that ends in .strat');
    return null;
  }
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty && !(await open.save())) return null;
  const folder = folderOf(uri);
  const strat = stratIn(folder, uri);
  return strat && { strat, folder, file: relative(folder, uri.fsPath), uri };
}

function configOf({ folder, uri }: Target): readonly string[] {
  const config = vscode.workspace.getConfiguration('strat', uri).get<string>('config', '');
  if (config === '') return [];
  return ['--config', isAbsolute(config) ? config : join(folder, config)];
}

async function inTerminal({ strat, folder, file }: Target, command: string, args: readonly string[]): Promise<void> {
  const quoted = [...strat.args, command, ...args].map((value) => ({
    value,
    quoting: vscode.ShellQuoting.Strong,
  }));
  const program = { value: strat.command, quoting: vscode.ShellQuoting.Strong };
  const env = environmentOf(strat, process.env);
  const execution = new vscode.ShellExecution(program, quoted, { cwd: folder, env });
  const name = `${command} ${basename(file)}`;
  const task = new vscode.Task({ type: 'strat', command }, vscode.TaskScope.Workspace, name, 'strat', execution);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Shared };
  await vscode.tasks.executeTask(task);
}

/** All that is said; a strategy with mistakes has them instead of a plan. */
function outputOf({ strat, folder }: Target, words: readonly string[]): Promise<string> {
  const shell = process.platform === 'win32';
  const command = shell ? `"${strat.command}"` : strat.command;
  const args = [...strat.args, ...words].map((word) => (shell ? `"${word}"` : word));
  const env = { ...environmentOf(strat, process.env), NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(command, args, { cwd: folder, env, shell }, (error, stdout, stderr) => {
      const said = stdout + stderr;
      resolve(said === '' && error !== null ? `${error.message}\n` : said);
    });
  });
}
