/** Real editors, where they are installed, and a strategy with a slip for them to work on. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from '../../../grammar/format/format.ts';
import { REPOSITORY, smallStrategy, Workplace } from '../command.ts';

/** Whether it runs here with these words; else it is said once that its test is skipped. */
export function isInstalled(editor: string, ...words: readonly string[]): boolean {
  try {
    execFileSync(editor, words, { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`skipped: the language server driven by ${editor}, which is not installed here\n`);
    return false;
  }
}

/** The settings that docs/editor.md tells of, and the script that stands for the author. */
export function scriptsOf(name: string): readonly [settings: string, script: string] {
  return [join(REPOSITORY, 'examples/editor', name), join(REPOSITORY, 'test/support/editors', name)];
}

const SLIPPED = smallStrategy({ 'hidden 4': 'hiden 4\n    dropout 10%' });

/** With a strategy, one that extends it, and the `strat` of the sources where `npm install` would put it. */
export class Desk extends Workplace {
  constructor() {
    super();
    this.write('package.json', '{}');
    this.write('mine.strat', SLIPPED);
    this.write('heir.strat', 'use mine\n\nstrategy heir extends small {\n  param k = 5\n}\n');
    const bin = this.path('node_modules/.bin');
    mkdirSync(bin, { recursive: true });
    const launch = join(REPOSITORY, 'runtime/cli/launch.ts');
    writeFileSync(join(bin, 'strat'), `#!/bin/sh\nexec '${process.execPath}' '${launch}' "$@"\n`);
    chmodSync(join(bin, 'strat'), 0o755);
  }

  /** Runs the editor until it ends by itself, and answers with what it wrote to seen.json. */
  work(editor: string, words: readonly string[]): Record<string, unknown> {
    // Neither what the user of this machine has set, nor what editors keep.
    const home = { HOME: this.folder, XDG_STATE_HOME: this.folder, XDG_CACHE_HOME: this.folder };
    const env = { ...process.env, ...home };
    execFileSync(editor, words, { cwd: this.folder, env, timeout: 100_000, stdio: ['ignore', 'ignore', 'pipe'] });
    return JSON.parse(this.read('seen.json'));
  }

  [Symbol.dispose](): void {
    this.remove();
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }
}

/** The strategy as it is when its author has mended the slip, called `k` `count`, and formatted it. */
export function mended(): string | null {
  const text = SLIPPED.replace('hiden', 'hidden').replace('param k', 'param count');
  return format(text.replaceAll(/(top|bottom) k/g, '$1 count'), 'mine.strat').text;
}
