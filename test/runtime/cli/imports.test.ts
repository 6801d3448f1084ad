/** What a strategy may read of the machine it is checked on. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importResolver } from '../../../runtime/cli/imports.ts';

let top: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'strat-imports-')));
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), `# ${name}\n`);
  }
}

/** What `use` of these words in a file reads: its text, or how it ended. */
function read(from: string, path: string): string | null {
  const found = importResolver()(path.split('.'), join(top, from));
  if (found === null) return null;
  if ('outside' in found) return `outside ${found.project}: ${found.outside}`;
  return 'unreadable' in found ? found.unreadable : found.text;
}

describe('the project', () => {
  test('its files, beside the one that says it first', () => {
    write('desk/package.json', 'desk/lib/a.strat', 'desk/b.strat', 'desk/books/b.strat', 'desk/books/s.strat');
    expect(read('desk/books/s.strat', 'b')).toBe('# desk/books/b.strat\n');
    expect(read('desk/books/s.strat', 'lib.a')).toBe('# desk/lib/a.strat\n');
    expect(read('desk/books/s.strat', 'books.b')).toBe('# desk/books/b.strat\n');
  });

  test('the nearest mark ends it, of whichever kind', () => {
    write('package.json', 'outer.strat', 'desk/.git/HEAD', 'desk/books/s.strat', 'desk/inner.strat');
    expect(read('desk/books/s.strat', 'inner')).toBe('# desk/inner.strat\n');
    expect(read('desk/books/s.strat', 'outer')).toBeNull();
  });

  test('without a mark it is the folder of the file', () => {
    write('desk/books/s.strat', 'desk/books/lib/a.strat', 'desk/b.strat');
    expect(read('desk/books/s.strat', 'lib.a')).toBe('# desk/books/lib/a.strat\n');
    expect(read('desk/books/s.strat', 'b')).toBeNull();
  });

  test('the home folder is none, whatever lies in it', () => {
    write('home/package.json', 'home/secret.strat', 'home/strategies/s.strat');
    const { HOME, USERPROFILE } = process.env;
    Object.assign(process.env, { HOME: join(top, 'home'), USERPROFILE: join(top, 'home') });
    expect(read('home/strategies/s.strat', 'secret')).toBeNull();
    Object.assign(process.env, { HOME, ...(USERPROFILE !== undefined && { USERPROFILE }) });
  });
});

describe('what leads out of it', () => {
  test('links to a file and to a folder', () => {
    write('desk/package.json', 'desk/s.strat', 'elsewhere/secret.strat');
    symlinkSync(join(top, 'elsewhere/secret.strat'), join(top, 'desk/linked.strat'));
    symlinkSync(join(top, 'elsewhere'), join(top, 'desk/folder'));
    const outside = `outside ${join(top, 'desk')}: ${join(top, 'elsewhere/secret.strat')}`;
    expect(read('desk/s.strat', 'linked')).toBe(outside);
    expect(read('desk/s.strat', 'folder.secret')).toBe(outside);
  });

  test('links within it are followed, and those to itself are no crash', () => {
    write('desk/package.json', 'desk/s.strat', 'desk/lib/a.strat');
    symlinkSync(join(top, 'desk/lib/a.strat'), join(top, 'desk/short.strat'));
    symlinkSync(join(top, 'desk/round.strat'), join(top, 'desk/round.strat'));
    expect(read('desk/s.strat', 'short')).toBe('# desk/lib/a.strat\n');
    expect(read('desk/s.strat', 'round')).toMatch(/round\.strat could not be read/);
  });

  test('names that are no names', () => {
    write('desk/package.json', 'desk/s.strat', 'secret.strat');
    for (const path of ['..', '/', '', '~', '/etc/passwd', '__proto__', 'x'.repeat(10_000)]) {
      expect(importResolver()([path, 'secret'], join(top, 'desk/s.strat')) ?? {}).not.toHaveProperty('text');
    }
  });

  test('the standard library is no way out either', () => {
    write('desk/s.strat', 'desk/std/features/core14.strat');
    expect(read('desk/s.strat', 'std.features.core14')).toContain('features core14 {');
    expect(importResolver()(['std', '..', 'package'], join(top, 'desk/s.strat'))).toBeNull();
  });
});
