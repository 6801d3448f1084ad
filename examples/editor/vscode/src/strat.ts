/** Which `strat` an editor starts: the one the user names, that of the project, or one on the `PATH`. */
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

export interface Strat {
  readonly command: string;
  readonly args: readonly string[];
  /** Before the rest of the `PATH`, as for the scripts of npm: the project may bring the Node that `strat` needs. */
  readonly bin: string | null;
}

export interface Wanted {
  /** Of the project, or of the file where there is none. */
  readonly folder: string;
  /** `strat.path`; may be empty. */
  readonly setting: string;
  readonly path: string;
  readonly platform: NodeJS.Platform;
}

/** Null where there is none, or none where the setting says. */
export function findStrat({ folder, setting, path, platform }: Wanted): Strat | null {
  if (setting !== '') {
    const command = resolve(folder, setting);
    return existsSync(command) ? { command, args: [], bin: null } : null;
  }
  const names = platform === 'win32' ? ['strat.cmd', 'strat.exe'] : ['strat'];
  for (const at of upwards(folder)) {
    const bin = join(at, 'node_modules/.bin');
    const command = firstThere(names.map((name) => join(bin, name)));
    if (command !== null) return { command, args: [], bin };
    // The repository of `strat` itself, which npm does not link into its own node_modules.
    const built = join(at, 'dist/strat.js');
    if (existsSync(built)) return { command: 'node', args: [built], bin };
  }
  const places = path.split(delimiter).filter((place) => place !== '');
  const command = firstThere(places.flatMap((place) => names.map((name) => join(place, name))));
  return command === null ? null : { command, args: [], bin: null };
}

/** What to tell who has none. */
export function missingText(setting: string): string {
  return setting === ''
    ? 'strat was found neither in node_modules of this project nor on the PATH: install it in the project (npm install), or name it in the setting strat.path'
    : `there is no ${setting}, which the setting strat.path names: correct it, or leave it empty to use the strat of the project`;
}

/** The variables that `strat` is started with. */
export function environmentOf({ bin }: Strat, base: Readonly<NodeJS.ProcessEnv>): Record<string, string> {
  const defined = Object.entries(base).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const environment = Object.fromEntries(defined);
  if (bin === null) return environment;
  // Windows writes it `Path`, and knows only one of them.
  const name = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...environment, [name]: [bin, environment[name]].filter(Boolean).join(delimiter) };
}

function upwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

function firstThere(files: readonly string[]): string | null {
  return files.find((file) => existsSync(file)) ?? null;
}
