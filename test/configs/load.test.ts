import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig, renderConfigProblems } from '../../configs/load.ts';
import type { Config } from '../../configs/schema.ts';

function config(text: string): Config {
  const result = parseConfig(text, 'x.yaml');
  if ('problems' in result) throw new Error(renderConfigProblems(result.problems, text, 'x.yaml'));
  return result.config;
}

/** "line:column message | hint" of each problem. */
function problems(text: string): string[] {
  const result = parseConfig(text, 'x.yaml');
  if (!('problems' in result)) throw new Error('no problem was found');
  return result.problems.map(({ line, column, message, hints }) =>
    [`${line}:${column} ${message}`, ...hints].join(' | '),
  );
}

describe('a config that is right', () => {
  it('fills in what is not said', () => {
    expect(config('data: { source: synthetic }')).toEqual({
      data: {
        source: 'synthetic',
        seed: 7,
        stocks: 120,
        planted_rank_ic: 0.1,
        series: {},
        arrives: { bars: null, opens: null },
      },
      engine: { backend: 'auto', threads: 'auto', models: 'auto', precision: 'float32' },
      storage: { artifacts: '.strat/artifacts', runs: 'runs', paper: '.strat/paper' },
      paper: { least_bars: 0.9, most_findings: 0.1, pull: 'when due', broker: 'simulated' },
      monitoring: { log: { level: 'info', keep_months: 24 }, metrics_folder: null, silence_hours: 4, tell: [] },
      store: 'embedded',
    });
  });

  it('keeps what is said', () => {
    const { data, engine } = config(
      'data:\n  source: csv\n  bars: { path: bars, close_adjusted_for: nothing, columns: { ticker: null, close: Last } }\n' +
        'engine: { threads: 3, backend: tfjs-cpu }',
    );
    expect(engine).toEqual({ backend: 'tfjs-cpu', threads: 3, models: 'auto', precision: 'float32' });
    expect(data).toMatchObject({
      source: 'csv',
      bars: { path: 'bars', columns: { ticker: null, close: 'Last', open: 'open', adjusted_close: null } },
      membership: {},
      missing_tail: 'delist_at_zero_return',
      quality: 'fail',
    });
  });

  it('takes anchors and merged groups', () => {
    const { data } = config(
      'data:\n  source: parquet\n  bars: { path: b, close_adjusted_for: splits }\n  membership:\n' +
        '    A: &a { path: a.csv, end_means: last_day_in }\n    B: *a\n    C: { <<: *a, path: c.csv }',
    );
    expect(data).toMatchObject({
      membership: { B: { path: 'a.csv' }, C: { path: 'c.csv', end_means: 'last_day_in' } },
    });
  });

  it('says when its data arrive, and where it says so', () => {
    const text = 'data:\n  source: synthetic\n  arrives:\n    bars: 15 min after close # our vendor\n';
    const result = parseConfig(text, 'x.yaml');
    if ('problems' in result) throw new Error('it is right');
    expect(result.config.data.arrives).toEqual({ bars: 15, opens: null });
    const { start, end } = result.rangeOf(['data', 'arrives', 'bars']);
    expect(text.slice(start, end)).toBe('bars: 15 min after close');
    const above = result.rangeOf(['data', 'arrives', 'members']);
    expect(text.slice(above.start)).toMatch(/^arrives:/);
    expect(above.end).toBe(above.start);
  });

  it.each(['configs/default.yaml', 'examples/sp500_2008_2018.yaml', 'examples/store.yaml'])('%s is one', (file) => {
    expect(config(readFileSync(file, 'utf8')).data.source).toMatch(/^(synthetic|parquet|store)$/);
  });
});

describe('a config that is wrong', () => {
  it('is told all at once, in the order of its lines', () => {
    expect(
      problems(
        'data:\n  source: parquet\n  bras: { path: a }\n  quality: mark\nengine:\n  threads: 0\n  backend: 7\nstorge: 3\n',
      ),
    ).toEqual([
      '3:3 there is no `bras` in `data` | did you mean `bars`?',
      '4:12 `data.quality` must be `fail` or `mask` or a group of settings, and is the text "mark" | did you mean `mask`?',
      '6:12 `engine.threads` must be at least 1, and is 0',
      '7:12 `engine.backend` must be `auto` or `native` or `portable` or `tfjs` or `tfjs-node-gpu` or `tfjs-node` or `tfjs-wasm` or `tfjs-cpu`, and is 7',
      '8:1 there is no `storge` in a config | did you mean `storage`?',
    ]);
  });

  it.each([
    [
      'an unknown source',
      'data: { source: sinthetic }',
      '1:17 `data.source` must be `synthetic` or `parquet` or `csv`',
    ],
    ['no source', 'data:\n  seed: 7\n', '1:1 `data` needs `source` | one of: synthetic, parquet, csv'],
    ['no data', 'engine: { backend: tfjs-cpu }', '1:1 a config needs `data`'],
    ['a missing key', 'data:\n  source: csv\n  bars: { path: x }', '3:3 `data.bars` needs `close_adjusted_for`'],
    [
      'a number for text',
      'data:\n  source: csv\n  bars: { path: 3, close_adjusted_for: splits }',
      '3:17 `data.bars.path`',
    ],
    [
      'text for a number',
      'data: { source: synthetic, seed: x }',
      '1:34 `data.seed` must be a number, and is the text "x"',
    ],
    ['a fraction for a whole number', 'data: { source: synthetic, stocks: 4.5 }', '1:36 `data.stocks` must be'],
    ['a value left empty', 'data:\n  source: synthetic\n  seed:\n', '3:3 `data.seed` must be a number, and is empty'],
    [
      'too much signal',
      'data: { source: synthetic, planted_rank_ic: 2 }',
      '1:45 `data.planted_rank_ic` must be at most 0.8',
    ],
    [
      'an arrival in other words',
      'data: { source: synthetic, arrives: { bars: 16:15 } }',
      '1:45 `data.arrives.bars` must be written like `15 min after close`, and is the text "16:15"',
    ],
    [
      'an arrival without its minutes',
      'data: { source: synthetic, arrives: { bars: 15 } }',
      '1:45 `data.arrives.bars` must be text, and is 15',
    ],
    [
      'a remedy a rule does not have',
      'data: { source: csv, bars: { path: x, close_adjusted_for: splits }, quality: { rules: { gaps: { remedy: mask } } } }',
      '1:105 `data.quality.rules.gaps.remedy` must be `keep` or `drop`, and is the text "mask"',
    ],
    [
      'a rule that does not exist',
      'data: { source: csv, bars: { path: x, close_adjusted_for: splits }, quality: { rules: { gap: { severity: off } } } }',
      '1:89 there is no `gap` in `data.quality.rules` | did you mean `gaps`?',
    ],
    ['a key twice', 'data: { source: synthetic }\ndata: { source: csv }', '2:1 this key is set twice'],
    ['a list', '- data', '1:1 a config must be a group of settings, and is a list'],
    ['an unknown anchor', 'data: *nobody', '1:1 x.yaml cannot be read'],
    ['an open bracket', 'data: {\nengine: [1', '2:'],
    ['tabs', 'data:\n\tsource: synthetic', '2:1 this is not valid YAML'],
    ['binary', '\u0000\u0001\u0002', '1:1'],
    ['nothing', '', '1:1 x.yaml is empty'],
    ['comments only', '# data: synthetic\n', '1:1 x.yaml is empty'],
    [
      'a key of the file sources in a synthetic one',
      'data: { source: synthetic, quality: mask }',
      '1:28 there is no `quality`',
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text).join('\n')).toContain(expected);
  });

  it('points below a group reached by an alias', () => {
    const text =
      'data:\n  source: csv\n  bars: { path: b, close_adjusted_for: splits }\n  membership:\n    A: &a { pth: x }\n    B: *a\n';
    expect(problems(text)).toEqual([
      '5:13 there is no `pth` in `data.membership.A` | did you mean `path`?',
      '5:13 there is no `pth` in `data.membership.B` | did you mean `path`?',
    ]);
  });

  it('shows the line with a caret', () => {
    const text = 'data:\n  source: synthetic\n  sede: 8\n';
    const result = parseConfig(text, 'x.yaml');
    expect('problems' in result && renderConfigProblems(result.problems, text, 'x.yaml')).toBe(
      [
        'error[config]: there is no `sede` in `data`',
        ' ┌─ x.yaml:3:3',
        '3│   sede: 8',
        ' │   ^',
        ' = did you mean `seed`?',
      ].join('\n'),
    );
  });

  it('does not unfold a bomb of aliases', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `k${n}: &k${n} [${`*k${n - 1}, `.repeat(9)}1]`).slice(1);
    expect(problems(`k0: &k0 [1]\n${levels.join('\n')}`)[0]).toContain('cannot be read');
  });
});
