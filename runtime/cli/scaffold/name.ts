import { UsageError } from '../command.ts';

/** Of a strategy, for a folder: `my-first idea` is `my_first_idea`. @throws UsageError when nothing like it can be one */
export function nameOf(folder: string): string {
  const name = folder
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
  if (/^[a-z][a-z0-9_]*$/.test(name)) return name;
  throw new UsageError(
    `a strategy cannot be called \`${folder}\`: names begin with a letter; say another with \`--name\``,
  );
}
