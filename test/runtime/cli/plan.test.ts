import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

const place = new Workplace();
afterAll(() => place.remove());
place.write('small.strat', smallStrategy());
place.write('config.yaml', SMALL_CONFIG);

describe('strat plan', () => {
  test('stage by stage, within 80 columns, with who said what', async () => {
    const { code, stdout, stderr } = await place.strat('plan', 'small.strat', '--set', 'k=5');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^small {2}plan [0-9a-f]{12}\n {2}params {4}k = 5 \(--set\)\n/);
    expect([...stdout.matchAll(/^(\w.*?) {2}[0-9a-f]{8}$/gm)].map(([, stage]) => stage)).toEqual([
      'data',
      'features',
      'model',
      'predictions',
      'book',
    ]);
    expect(stdout).toMatch(/^ {6}take +5 +--set$/m);
    expect(stdout).toMatch(/^ {4}hidden +4 +line 24$/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what must not be there
    expect(stdout).not.toMatch(/\u001b/);
  });

  test('--json is the plan; --full has a line for every node', async () => {
    const plan = JSON.parse((await place.strat('plan', 'small.strat', '--json')).stdout);
    expect(Object.keys(plan.stages)).toEqual(['data', 'features', 'model', 'predictions', 'book']);
    const { stdout } = await place.strat('plan', 'small.strat', '--full');
    expect(stdout).toContain('returns(·, 20d)');
  });

  test('--config says what is kept and what is to do', async () => {
    const statusOf = (text: string) => [...text.matchAll(/ {2}(kept|to do)$/gm)].map(([, status]) => status);
    const plan = () => place.strat('plan', 'small.strat', '--config', 'config.yaml');
    expect(statusOf((await plan()).stdout)).toEqual(['to do', 'to do', 'to do']);
    const run = await place.strat('run', 'small.strat', '--config', 'config.yaml', '--mode', 'train', '--quiet');
    expect(run.code).toBe(0);
    expect(statusOf((await plan()).stdout)).toEqual(['kept', 'to do', 'to do']);
    rmSync(place.path('artifacts'), { recursive: true, force: true });
    rmSync(place.path('.strat'), { recursive: true, force: true });
  });

  test('errors of the strategy and of the config have their own exit codes', async () => {
    place.write('bad.strat', smallStrategy({ 'hidden 4': 'hiden 4' }));
    place.write('bad.yaml', 'data:\n  source: nowhere\n');
    expect((await place.strat('plan', 'bad.strat')).code).toBe(1);
    expect((await place.strat('plan', 'small.strat', '--config', 'bad.yaml')).code).toBe(3);
  });
});
