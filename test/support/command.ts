/** Runs `strat` as a user does: a process of its own, from the sources, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const LAUNCH = fileURLToPath(new URL('../../runtime/cli/launch.ts', import.meta.url));
export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'strat-cli-'));
  /** Beside that of the tests. */
  readonly environment: Record<string, string> = {};

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string | Uint8Array): string {
    writeFileSync(this.path(name), text);
    return name;
  }

  start(...words: readonly string[]): { readonly child: ChildProcess; readonly outcome: Promise<Outcome> } {
    const env = { ...process.env, ...this.environment };
    const child = spawn(process.execPath, [LAUNCH, ...words], {
      cwd: this.folder,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text;
    });
    const outcome = new Promise<Outcome>((resolve) => child.on('close', (code) => resolve({ code, ...said })));
    return { child, outcome };
  }

  strat(...words: readonly string[]): Promise<Outcome> {
    return this.start(...words).outcome;
  }

  /** What the clock of commands shows when they start: an ISO instant. */
  setClock(instant: string): void {
    const script = `const ahead = Date.parse('${instant}') - Date.now();
      const Actual = Date;
      globalThis.Date = class extends Actual {
        constructor(...words) { words.length === 0 ? super(Actual.now() + ahead) : super(...words); }
        static now() { return Actual.now() + ahead; }
      };`;
    this.write('clock.mjs', script);
    this.environment.NODE_OPTIONS = `--import ${pathToFileURL(this.path('clock.mjs')).href}`;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** S2 in miniature, trained in a moment; `changes` replaces pieces of its text. */
export function smallStrategy(changes: Readonly<Record<string, string>> = {}): string {
  const text = `use std.features.core14
use std.universe.sp500
use std.costs.us_large_cap

strategy small {
  param k = 3 in 1 .. 20

  universe {
    members    sp500 as of each session
    benchmark  SPY
    calendar   XNYS
    period     2021-01-01 .. 2022-03-31
  }

  features {
    include core14
    normalize zscore(clip: 5) fitted on train
  }

  label next_return = forward_return(close, 5d)

  model lstm {
    window 3d
    hidden 4
    loss huber(delta: 0.05)
    optimizer adam(learning_rate: 0.01)
    epochs 3
    batch 8 sessions
    seed 7
  }

  split {
    train     2021-01-01 .. 2021-09-30
    validate  2021-10-01 .. 2021-12-31
    test      2022-01-01 .. 2022-03-31
  }

  portfolio {
    long top k by prediction gross 65%
    short bottom k by prediction where prediction < 0% gross 35%
    smooth ewma(0.15)
  }

  execution {
    fill at next open
  }

  costs { include us_large_cap }

  risk {
    limit weight 40%
  }
}
`;
  return Object.entries(changes).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the small strategy has no "${from}"`);
    return changed.replace(from, to);
  }, text);
}

export const SMALL_CONFIG = `data:
  source: synthetic
  seed: 3
  stocks: 24
engine:
  backend: tfjs-wasm
`;
