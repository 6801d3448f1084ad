/** Held to what the compiler really keeps: the paths of origins are its own. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { settingRows } from '../../../runtime/report/settings.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const file = 'strategies/s2_filter_negative.strat';

function compiled(text: string, set: Record<string, string> = {}) {
  const { plan, diagnostics } = compile({
    file,
    text,
    set,
    resolve: (path) => {
      const library = join(root, 'stdlib', ...path.slice(1, -1), `${path.at(-1)}.strat`);
      return existsSync(library) ? { file: library, text: readFileSync(library, 'utf8') } : null;
    },
  });
  expect(diagnostics).toEqual([]);
  return settingRows(plan!);
}

describe('settings of the compiled strategy', () => {
  const text = readFileSync(join(root, file), 'utf8');

  it('S2 says everything but the finer parameters of its optimiser, its one seed and that shares are in fractions', () => {
    const rows = compiled(text);
    expect(rows.filter((row) => row.by === 'default').map((row) => row.name)).toEqual([
      'optimizer, beta1',
      'optimizer, beta2',
      'optimizer, epsilon',
      'seeds',
      'shares',
    ]);
    expect(rows.filter((row) => row.by === 'derived').map((row) => row.name)).toEqual(['purge', 'embargo', 'warm-up']);
  });

  it('shows what a setting is, as it would be written', () => {
    const values = Object.fromEntries(compiled(text).map((row) => [row.name, row.value]));
    expect(values).toMatchObject({
      loss: '0.7 * spearman_loss(temperature: 0.05) + 0.3 * huber(delta: 0.05)',
      dist_high: 'close / highest(high, 20d) − 1',
      short: 'bottom 38 by prediction where prediction < 0%, gross 35%',
      impact: '20 bps * turnover',
      'target volatility': '8% per year over 20d, scale 0.5 .. 2',
      at: '16:15 America/New_York',
    });
  });

  it('names a param set on the command line, and a setting that was left out', () => {
    const rows = compiled(text.replace(/^\s+weight equal$/m, ''), { k: '20' });
    expect(rows.find((row) => row.name === 'k')).toMatchObject({ value: '20', by: 'command line' });
    expect(rows.find((row) => row.name === 'weight')).toMatchObject({ value: 'equal', by: 'default' });
  });
});
