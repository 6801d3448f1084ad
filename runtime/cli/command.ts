/** What a command is: its words on the command line, what help says of it, and what it does. */
import type { ExitCode } from './exitCodes.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  readonly short?: string;
  /** How the value is called in help, such as `FILE`. */
  readonly value?: string;
  readonly summary: string;
}

export interface CommandSpec {
  readonly name: string;
  /** What stands after the name in help. */
  readonly usage: string;
  readonly summary: string;
  readonly operands: { readonly min: number; readonly max: number };
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly string[];
  /** The work, imported only when the command is used. */
  load(): Promise<Command>;
}

export interface Command {
  run(invocation: Invocation): Promise<ExitCode>;
}

export interface Invocation {
  readonly operands: readonly string[];
  /** The value of a string option, or undefined. */
  text(option: string): string | undefined;
  texts(option: string): readonly string[];
  flag(option: string): boolean;
}

/** A wrong command line. Thrown while reading it; shown with the command's usage. */
export class UsageError extends Error {}
