/** `strat audit`, as a user calls it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  place.write('small.strat', smallStrategy());
  place.write('config.yaml', SMALL_CONFIG);
});
afterEach(() => place.remove());

const audit = (...words: readonly string[]) => place.strat('audit', 'small.strat', '--config', 'config.yaml', ...words);

test('shows every node with its cuts, and how features drift', async () => {
  const { code, stdout, stderr } = await audit('--cuts', '3');
  expect(code).toBe(0);
  expect(stderr).toContain('cuts: ');
  expect(stdout).toContain('model  a small stand-in, for no run has kept one');
  expect(stdout).toMatch(/✓ vol_20d = stdev\(returns\(close, 1d\), 20d\) +3\/3 +\d+k? +same/);
  expect(stdout).toMatch(/✓ weights after the fill \(orders\)/);
  expect(stdout).toMatch(/✓ vol_20d +20d +0 +0 +0 +0/);
  expect(stdout).toContain('ok: nothing known later changes a bit of anything known before');
});

test('takes the model that a run has kept, and says the rest in JSON', async () => {
  expect((await place.strat('run', 'small.strat', '--config', 'config.yaml', '--quiet')).code).toBe(0);
  const { code, stdout, stderr } = await audit('--json', '--seed', '2');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({ strategy: 'small', seed: 2, ok: true, predictor: 'trained model', cutBy: 'audit' });
  expect(found.cuts).toHaveLength(8);
  const feature = found.nodes.find(({ text }: { text: string }) => text.startsWith('vol_20d = '));
  expect(feature).toMatchObject({ stage: 'expressions', cuts: 8, differing: 0, first: null });
  expect(feature.place).toMatch(/core14\.strat:\d+/);
});

test('refuses what is no number of cuts', async () => {
  for (const cuts of ['0', 'many', '1.5']) {
    const { code, stderr } = await audit('--cuts', cuts);
    expect(code).toBe(2);
    expect(stderr).toContain(`--cuts is a whole number from 1, not \`${cuts}\``);
  }
});
