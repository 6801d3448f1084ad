/** Series from outside the market, as a config describes them: when they are published has to be said, once. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../configs/load.ts';

function read(settings: string) {
  const result = parseConfig(`data:\n  source: synthetic\n  series:\n    X: { path: x.csv${settings} }\n`, 'x.yaml');
  if (!('problems' in result)) return result.config.data.series.X!;
  return result.problems.map(({ message, path, line }) => ({ message, path, line }));
}

describe('published', () => {
  it.each([
    ['at close', { by: 'session', at: 'close', shift: 0, delay: 0 }],
    ['15 min after close', { by: 'session', at: 'close', shift: 0, delay: 15 }],
    ['next open', { by: 'session', at: 'open', shift: 1, delay: 0 }],
    ['1 session after', { by: 'session', at: 'close', shift: 1, delay: 0 }],
    ['45 days after', { by: 'days', days: 45 }],
  ])('%s', (text, published) => {
    expect(read(`, published: ${text}`)).toMatchObject({ published, columns: { date: 'date', value: 'value' } });
  });

  it('or by a column', () => {
    expect(read(', columns: { published: released }')).toMatchObject({
      published: null,
      columns: { published: 'released' },
    });
  });

  const HOW = '`1 session after`';
  it.each([
    ['', 'says when values are published'],
    [', published: at close, columns: { published: released }', 'says when values are published'],
    [', published: tomorrow', HOW],
    [', published: 1 day before', HOW],
    [', published: 15 min after open', HOW],
  ])('refuses `%s`', (settings, expected) => {
    expect(read(settings)).toEqual([
      { message: expect.stringContaining(expected), path: 'data.series.X.published', line: 4 },
    ]);
  });
});
