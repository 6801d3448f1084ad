/** A folder as someone has it who has just checked the repository out, in which the commands of one document are run. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from './documents.ts';

/** What commands of documents may read. */
const COPIED = ['examples', 'strategies', 'configs/default.yaml', 'package.json'];

const LAUNCH = join(ROOT, 'runtime/cli/launch.ts');

/** `strat` and `npx strat` are the sources, whatever is built or installed. */
const PROGRAMS: Readonly<Record<string, string>> = {
  strat: `exec "${process.execPath}" "${LAUNCH}" "$@"`,
  npx: `[ "$1" = strat ] || { echo "npx is only there for strat" >&2; exit 2; }; shift; exec strat "$@"`,
};

export interface Outcome {
  readonly code: number | null;
  /** What a terminal would show, errors included. */
  readonly printed: string;
}

export class Workplace implements Disposable {
  readonly #top = mkdtempSync(join(tmpdir(), 'strat-docs-'));
  #folder = join(this.#top, 'strat');

  constructor() {
    const filter = (path: string) => !path.endsWith('node_modules');
    for (const path of COPIED) cpSync(join(ROOT, path), join(this.#folder, path), { recursive: true, filter });
    mkdirSync(join(this.#top, 'bin'));
    for (const [name, script] of Object.entries(PROGRAMS)) {
      const program = join(this.#top, 'bin', name);
      writeFileSync(program, `#!/bin/sh\n${script}\n`);
      chmodSync(program, 0o755);
    }
  }

  write(name: string, text: string): void {
    const path = join(this.#folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
  }

  /** As typed in a shell: a `cd` holds for the commands after it. */
  run(command: string): Promise<Outcome> {
    const script = `${command}\ncode=$?; pwd >&3; exit $code`;
    const child = spawn('bash', ['-c', script], {
      cwd: this.#folder,
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    let printed = '';
    let folder = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => {
        printed += text;
      });
    (child.stdio[3] as NodeJS.ReadableStream).setEncoding('utf8').on('data', (text) => {
      folder += text;
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        if (folder !== '') this.#folder = folder.trimEnd();
        // Where the folder lies is nobody's business.
        resolve({ code, printed: printed.replaceAll(this.#top, '~') });
      });
    });
  }

  /** Nothing of the caller's own but where programs lie: a transcript is the same for everybody. */
  #environment(): NodeJS.ProcessEnv {
    const path = `${join(this.#top, 'bin')}${delimiter}${process.env.PATH}`;
    return { PATH: path, HOME: this.#top, NO_COLOR: '1', TZ: 'UTC', LC_ALL: 'C.UTF-8' };
  }

  [Symbol.dispose](): void {
    rmSync(this.#top, { recursive: true, force: true });
  }
}
