import { afterEach, beforeEach, expect, test } from 'vitest';
import { referenceMarkdown } from '../../../compiler/reference.ts';
import { Workplace } from '../../support/command.ts';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
});
afterEach(() => place.remove());

test('alone: the whole reference', async () => {
  expect(await place.strat('docs')).toMatchObject({ code: 0, stdout: referenceMarkdown(), stderr: '' });
});

test('one entry, also of two words', async () => {
  expect((await place.strat('docs', 'mean')).stdout).toMatch(/^### `mean\(x, window\)`\n/);
  expect((await place.strat('docs', 'stop', 'when')).stdout).toContain(
    'until resumed by hand, unless `resume after Nd`',
  );
});

test('a block gives its settings, a first word all that begin with it', async () => {
  const headings = async (name: string) =>
    [...(await place.strat('docs', name)).stdout.matchAll(/^### `(\w+)/gm)].map(([, word]) => word);
  expect(await headings('costs')).toEqual(['spread', 'commission', 'impact', 'borrow', 'financing', 'cash']);
  expect(await headings('stop')).toEqual(['stop', 'stop']);
  expect(new Set(await headings('limit'))).toEqual(new Set(['limit']));
});

test('a name of another system: what it is called here', async () => {
  expect((await place.strat('docs', 'sma')).stderr).toContain('here it is written `mean(');
  expect((await place.strat('docs', 'slippage')).stderr).toContain('`spread 5 bps`');
});

test('a misspelt name: did you mean', async () => {
  const { code, stdout, stderr } = await place.strat('docs', 'meen');
  expect(code).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toContain('did you mean `mean`?');
});
