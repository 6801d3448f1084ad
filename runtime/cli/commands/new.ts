/** `strat new`: a project of one's own elsewhere, made of the one in `examples/project`. */
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Invocation, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { PACKAGE_ROOT } from '../files.ts';
import { projectFiles } from '../scaffold/files.ts';
import { nameOf } from '../scaffold/name.ts';
import { placeFolder } from '../scaffold/place.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const given = invocation.operands[0]!;
  const folder = resolve(given);
  const name = nameOf(invocation.text('name') ?? basename(folder));
  if (folder === PACKAGE_ROOT || dirname(folder) === folder) throw new UsageError(`${given} is no place for a project`);
  const files = projectFiles(join(PACKAGE_ROOT, 'examples', 'project'), name, relative(folder, PACKAGE_ROOT));
  placeFolder(folder, given, files);
  const written = [...files.keys()].map((file) => `  ${file}`).join('\n');
  process.stdout.write(`${given} is there:\n${written}\n\nNext:\n  cd ${given}\n  npm install\n  npm test\n`);
  return EXIT.ok;
}
