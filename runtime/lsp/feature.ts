/** What one feature of the server is: its part of what the client is told at the start, and its handlers. */
import type { Connection, ServerCapabilities } from 'vscode-languageserver/node';
import type { Workspace } from './workspace.ts';

export interface Feature {
  readonly capabilities: ServerCapabilities;
  /** Called once, before the client's first request. Handlers may throw: the client is then told that it failed. */
  register(connection: Connection, workspace: Workspace): void;
}
