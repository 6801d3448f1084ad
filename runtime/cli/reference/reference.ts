/** The whole reference: the language, the command line, configs, and every code. */
import { LANGUAGE, type Part, partsMarkdown } from '../../../compiler/reference.ts';
import type { CommandSpec } from '../command.ts';
import { codeParts } from './codes.ts';
import { commandPart } from './commands.ts';
import { configPart } from './config.ts';

export interface Reference {
  readonly title: string;
  /** The name of its file, without the ending. */
  readonly file: string;
  readonly parts: readonly Part[];
}

/** Two documents, since the codes are as long as all else. */
export function references(commands: readonly CommandSpec[]): readonly Reference[] {
  return [
    { title: 'Reference', file: 'reference', parts: [...LANGUAGE, commandPart(commands), configPart()] },
    { title: 'Every message', file: 'diagnostics', parts: codeParts() },
  ];
}

/** One of them in Markdown; `docs/` holds these texts. */
export function referenceMarkdown({ title, parts }: Reference): string {
  const note = '<!-- Made by scripts/reference.ts from the tables of the language: change those. -->';
  return `# ${title}\n\n${note}\n\n${partsMarkdown(parts)}\n`;
}
