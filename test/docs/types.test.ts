/** TypeScript in documents type-checks where it is said to stand: `ts in=examples/feeds/mine.ts`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Block } from '../../scripts/docs/blocks.ts';
import { ROOT } from '../../scripts/docs/documents.ts';
import { cases, wordsOf } from './support.ts';

const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

test('what documents show is of the types it says', () => {
  // New files are checked with the changes that go with them: house.test.ts.
  const blocks = cases(['ts']).map(([, block]) => block);
  expect(typeErrors(blocks.filter(({ options }) => !options.has('new')))).toBe('');
});

test('and what is not is told', () => {
  const options = new Map([['in', 'runtime/made-up.ts']]);
  const text = "import { UserError } from './ports.ts';\nexport const a: UserError = 5;";
  expect(typeErrors([{ language: 'ts', options, text, line: 1 }])).toContain("Type 'number' is not assignable");
});

/** What the compiler says of all blocks at once, each laid over the repository at its place. */
function typeErrors(blocks: readonly Block[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'strat-types-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const files = blocks.map((block, i) => {
      const [place = ''] = wordsOf(block, 'in');
      const file = join(folder, dirname(place), `block${i}.ts`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, block.text);
      return file;
    });
    const config = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { rootDirs: [ROOT, folder] },
      files,
      include: [],
    };
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    execFileSync(process.execPath, [TSC, '-p', folder], { encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
