import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { settingCalled, translationOf, valueCalled } from '../../../compiler/mistakes/translations.ts';
import { type Part, referenceEntry, referenceNames } from '../../../compiler/reference.ts';
import { nearest } from '../../../configs/nearest.ts';
import { type Command, type CommandSpec, UsageError } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { displayName } from '../files.ts';
import { type Reference, referenceMarkdown, references } from '../reference/reference.ts';

/** @param commands those of the table that this one stands in: the reference tells of them too */
export function docsOf(commands: readonly CommandSpec[]): Command {
  return {
    async run(invocation) {
      const name = invocation.operands.join(' ');
      if (invocation.flag('schema')) {
        const { schemaText } = await import('../../../configs/jsonSchema.ts');
        process.stdout.write(schemaText());
        return EXIT.ok;
      }
      const documents = references(commands);
      if (invocation.flag('html')) await writeSite(documents, name);
      else if (invocation.flag('md')) writeMarkdown(documents, name);
      else process.stdout.write(name === '' ? referenceMarkdown(documents[0]!) : entryOf(documents, name));
      return EXIT.ok;
    },
  };
}

/** Into a folder; without one to the terminal. */
function writeMarkdown(documents: readonly Reference[], folder: string): void {
  if (folder === '') process.stdout.write(documents.map(referenceMarkdown).join('\n'));
  else
    writeFiles(
      folder,
      documents.map((each) => ({ path: `${each.file}.md`, content: referenceMarkdown(each) })),
    );
}

async function writeSite(documents: readonly Reference[], folder: string): Promise<void> {
  if (folder === '') throw new UsageError('`strat docs --html` needs the folder to write: `strat docs --html site`');
  const { siteFiles } = await import('../site/site.ts');
  writeFiles(folder, siteFiles(documents));
}

interface File {
  /** Below the folder. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

function writeFiles(folder: string, files: readonly File[]): void {
  for (const { path, content } of files) {
    const file = join(folder, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    } catch (error) {
      throw new UsageError(`${displayName(file)} could not be written (${(error as Error).message})`);
    }
  }
  process.stdout.write(`${files.length} files in ${displayName(folder)}\n`);
}

function entryOf(documents: readonly Reference[], name: string): string {
  const parts = documents.flatMap((reference) => reference.parts);
  const text = referenceEntry(name, parts);
  if (text === null) throw new UsageError(`the reference has nothing on \`${name}\`; ${hintOn(name, parts)}`);
  return text;
}

/** What the name is called here, if it is one of another system; else the nearest of ours. */
function hintOn(name: string, parts: readonly Part[]): string {
  const here = translationOf(name)?.template ?? settingCalled(name) ?? valueCalled(name);
  if (here !== null && here !== undefined) return `here it is written \`${here}\``;
  const close = nearest(name, referenceNames(parts));
  return close === null ? '`strat docs` alone prints everything' : `did you mean \`${close}\`?`;
}
