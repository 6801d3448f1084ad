/**
 * The module `vscode`, as far as the extension uses it: what it registers, asks and shows is kept. Whatever else the
 * language client mentions while it loads is a class that does nothing.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface FakeVscode {
  readonly module: object;
  readonly commands: Map<string, (...args: unknown[]) => unknown>;
  readonly errors: string[];
  /** Texts that were shown, by title. */
  readonly shown: Map<string, string>;
  /** Command lines that were given to terminals. */
  readonly tasks: string[];
}

interface FakeUri {
  readonly scheme: string;
  readonly path: string;
}

export function fakeVscode(folder: string, settings: Readonly<Record<string, string>>): FakeVscode {
  const commands: FakeVscode['commands'] = new Map();
  const errors: string[] = [];
  const shown = new Map<string, string>();
  const tasks: string[] = [];
  const folders = [{ uri: { scheme: 'file', fsPath: folder }, name: 'project', index: 0 }];
  let provide: (uri: FakeUri) => string = () => '';
  const disposable = { dispose: () => {} };
  const module = {
    commands: {
      registerCommand(name: string, act: (...args: unknown[]) => unknown) {
        commands.set(name, act);
        return disposable;
      },
    },
    window: {
      showErrorMessage: async (message: string) => void errors.push(message),
      showTextDocument: async ({ uri, text }: { uri: FakeUri; text: string }) => void shown.set(uri.path, text),
    },
    workspace: {
      workspaceFolders: folders,
      textDocuments: [],
      getWorkspaceFolder: () => folders[0],
      getConfiguration: () => ({ get: (name: string, otherwise: unknown) => settings[name] ?? otherwise }),
      onDidChangeConfiguration: () => disposable,
      openTextDocument: async (uri: FakeUri) => ({ uri, text: provide(uri) }),
      registerTextDocumentContentProvider(_: string, provider: { provideTextDocumentContent: typeof provide }) {
        provide = (uri) => provider.provideTextDocumentContent(uri);
        return disposable;
      },
    },
    tasks: {
      executeTask: async ({ execution }: { execution: { words: string[] } }) =>
        void tasks.push(execution.words.join(' ')),
    },
    ShellQuoting: { Strong: 2 },
    TaskScope: { Workspace: 2 },
    TaskRevealKind: { Always: 1 },
    TaskPanelKind: { Shared: 1 },
    ViewColumn: { Beside: -2 },
    Uri: { from: (uri: FakeUri) => uri },
    EventEmitter: class {
      event = () => disposable;
      fire() {}
      dispose() {}
    },
    ShellExecution: class {
      readonly words: string[];
      constructor(command: { value: string }, args: { value: string }[]) {
        this.words = [command, ...args].map(({ value }) => value);
      }
    },
    Task: class {
      readonly execution: unknown;
      constructor(...[, , , , execution]: unknown[]) {
        this.execution = execution;
      }
    },
  };
  return { module: withTheRest(module), commands, errors, shown, tasks };
}

/** A file as commands are given it. */
export function fileUri(path: string) {
  return { scheme: 'file', fsPath: path, toString: () => pathToFileURL(path).href };
}

/** Runs a bundle as VS Code does, with its own `vscode`. */
export function load(code: string, vscode: object): Record<string, (context: object) => Promise<void>> {
  const require = createRequire(import.meta.url);
  const module = { exports: {} };
  const give = (name: string) => (name === 'vscode' ? vscode : require(name));
  new Function('require', 'module', 'exports', code)(give, module, module.exports);
  return module.exports;
}

function withTheRest(module: object): object {
  class Nothing {}
  return new Proxy(module, { get: (known, name) => Reflect.get(known, name) ?? Nothing });
}
