import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { unifiedDiff } from '../../../runtime/cli/textDiff.ts';
import { smallStrategy, Workplace } from '../../support/command.ts';

let place = new Workplace();
const places = [place];
beforeEach(() => {
  place = new Workplace();
  places.push(place);
});
afterAll(() => {
  for (const each of places) each.remove();
});

const UNTIDY = 'strategy x extends y {\nrisk {limit weight 20%} # most\n}';
const TIDY = 'strategy x extends y {\n  risk { limit weight 20% }  # most\n}\n';
const read = (name: string) => readFileSync(place.path(name), 'utf8');

describe('strat fmt', () => {
  test('writes the file in place, keeps its mode and a link to it, and says so once', async () => {
    place.write('x.strat', UNTIDY);
    chmodSync(place.path('x.strat'), 0o640);
    symlinkSync(place.path('x.strat'), place.path('link.strat'));
    expect(await place.strat('fmt', 'link.strat')).toMatchObject({ code: 0, stdout: 'formatted  link.strat\n' });
    expect(read('x.strat')).toBe(TIDY);
    expect(statSync(place.path('x.strat')).mode & 0o777).toBe(0o640);
    expect(lstatSync(place.path('link.strat')).isSymbolicLink()).toBe(true);
    expect(await place.strat('fmt', 'x.strat')).toMatchObject({ code: 0, stdout: 'nothing to change\n' });
    expect(readdirSync(place.folder).toSorted()).toEqual(['link.strat', 'x.strat']);
  });

  test('--check lists what would change below a folder and changes nothing', async () => {
    for (const folder of ['a', 'a/node_modules', 'a/.hidden']) mkdirSync(place.path(folder));
    for (const name of ['a/one.strat', 'a/node_modules/no.strat', 'a/.hidden/no.strat', 'a/not.txt', 'two.strat']) {
      place.write(name, UNTIDY);
    }
    place.write('good.strat', TIDY);
    const { code, stdout } = await place.strat('fmt', '--check', '.');
    expect(stdout).toBe('would change  a/one.strat\nwould change  two.strat\n');
    expect(code).toBe(1);
    expect(read('two.strat')).toBe(UNTIDY);
    expect(await place.strat('fmt', '--check', 'good.strat')).toMatchObject({ code: 0, stdout: '' });
  });

  test('a file with mistakes is left alone with its errors; the others are formatted', async () => {
    place.write('bad.strat', 'strategy x { risk {limit wieght 20%} }');
    place.write('x.strat', UNTIDY);
    const { code, stdout, stderr } = await place.strat('fmt', 'bad.strat', 'x.strat');
    expect(code).toBe(1);
    expect(stdout).toBe('formatted  x.strat\n');
    expect(stderr).toContain('error[');
    expect(read('bad.strat')).toBe('strategy x { risk {limit wieght 20%} }');
  });

  test('names that are not there, and bytes that are no text, change nothing', async () => {
    place.write('x.strat', UNTIDY);
    place.write('latin.strat', new Uint8Array([...Buffer.from('# caf'), 0xe9, 10, ...Buffer.from(UNTIDY)]));
    expect(await place.strat('fmt', 'x.strat', 'nowhere.strat')).toMatchObject({ code: 2 });
    expect(await place.strat('fmt', 'x.strat', 'latin.strat')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('latin.strat is not UTF-8 text'),
    });
    expect(await place.strat('fmt')).toMatchObject({ code: 2 });
    expect(read('x.strat')).toBe(UNTIDY);
  });

  test('--check goes on past what cannot be read', async () => {
    place.write('a.strat', new Uint8Array([0xe9, 10]));
    place.write('b.strat', UNTIDY);
    for (const flag of ['--check', '--diff']) {
      const { code, stdout, stderr } = await place.strat('fmt', flag, '.');
      expect(code).toBe(2);
      expect(stderr).toBe('strat: a.strat is not UTF-8 text; save it as UTF-8 first\n');
      expect(stdout).toContain('b.strat');
    }
    expect(read('b.strat')).toBe(UNTIDY);
  });

  test('--stdin to stdout', async () => {
    const { child, outcome } = place.start('fmt', '--stdin');
    child.stdin!.end(UNTIDY);
    expect(await outcome).toMatchObject({ code: 0, stdout: TIDY });
  });

  test('--diff is a patch', async () => {
    place.write('x.strat', smallStrategy({ '    window 3d': '    window 3d\n' }));
    const { code, stdout } = await place.strat('fmt', '--diff', 'x.strat');
    expect(code).toBe(1);
    expect(stdout).toContain('-    seed 7\n');
    expect(stdout).toMatch(/^--- x\.strat\n\+\+\+ x\.strat\n@@ -\d+,\d+ \+\d+,\d+ @@\n/);
  });
});

test('a unified diff has three lines around each change, as diff -u writes it', () => {
  const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`);
  const changed = lines.with(1, 'two').toSpliced(15, 1).toSpliced(10, 0, 'new');
  expect(unifiedDiff(`${lines.join('\n')}\n`, `${changed.join('\n')}`, 'x')).toBe(
    `--- x
+++ x
@@ -1,5 +1,5 @@
 line 1
-line 2
+two
 line 3
 line 4
 line 5
@@ -8,13 +8,13 @@
 line 8
 line 9
 line 10
+new
 line 11
 line 12
 line 13
 line 14
 line 15
-line 16
 line 17
 line 18
 line 19
-line 20
+line 20
\\ No newline at end of file
`,
  );
  expect(unifiedDiff('a\n', 'a\n', 'x')).toBe('');
});
