/** Real editors, where they are installed. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, type Workplace } from '../command.ts';

/** The first line of what it says of its version. Null where there is none, which is said once. */
export function installed(editor: string): string | null {
  try {
    return execFileSync(editor, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split(
      '\n',
    )[0]!;
  } catch {
    process.stderr.write(`skipped: what ${editor} would do with the language server, for it is not installed\n`);
    return null;
  }
}

/** As after `npm install` of strat, but from the sources. */
export function startsStrat(project: Workplace): void {
  const bin = project.path('node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  const launch = join(REPOSITORY, 'runtime/cli/launch.ts');
  writeFileSync(join(bin, 'strat'), `#!/bin/sh\nexec '${process.execPath}' '${launch}' "$@"\n`);
  chmodSync(join(bin, 'strat'), 0o755);
}
