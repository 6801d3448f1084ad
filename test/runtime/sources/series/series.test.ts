/** Series from outside the market: when each value is known, by hand; what is refused; what is carried. */
import { beforeEach, describe, expect, it } from 'vitest';
import { barFiles, bars, COLUMNS, DAYS, PLAIN } from '../../../support/barFiles.ts';
import { everyone2024, openData } from '../../../support/fileMarket.ts';

const { files, load, complaint } = barFiles();
const _ = Number.NaN;

// Tuesday to Friday, and the Friday before.
const [TUE, WED, THU, FRI] = DAYS as [string, string, string, string];
const BEFORE = '2023-12-29';

beforeEach(() => files.write('bars.parquet', COLUMNS, bars('A', [1, 2, 3, 4])));

async function seriesOf(settings: string, rows: readonly string[], header = 'date,value') {
  files.text('x.csv', `${[header, ...rows].join('\n')}\n`);
  const market = await load(`${PLAIN}\nseries: { X: { path: x.csv, ${settings} } }`, { series: ['X'] });
  const { values, known } = market.external.X!;
  return { values: [...values], known, told: market.assumptions.at(-1)! };
}

describe('by the session of its day', () => {
  const rows = [`${BEFORE},9`, `${TUE},10`, `${WED},.`, `${FRI},13`];

  it.each([
    ['at close', { at: 'close', shift: 0 }],
    ['15 min after close', { at: 'close', shift: 0 }],
    ['next open', { at: 'open', shift: 1 }],
    ['1 session after', { at: 'close', shift: 1 }],
    ['2 sessions after', { at: 'close', shift: 2 }],
  ])('%s: the value stands on its day, and is known then', async (published, known) => {
    expect(await seriesOf(`published: ${published}`, rows)).toMatchObject({ values: [10, 10, 10, 13], known });
  });

  it('a value from before the first session is carried into it; before any, it is missing', async () => {
    expect((await seriesOf('published: at close', [`${BEFORE},9`, `${THU},12`])).values).toEqual([9, 9, 12, 12]);
    expect((await seriesOf('published: at close', [`${THU},12`])).values).toEqual([_, _, 12, 12]);
  });

  it('the end is told: from where on the last value is only carried', async () => {
    const { told } = await seriesOf('published: at close', [`${WED},11`]);
    expect(told).toBe(
      'X counts as published at the close of its day and is missing before 2024-01-03; between two values the earlier ' +
        'is carried. Its last value, of 2024-01-03, is carried over 2 sessions.',
    );
  });
});

describe('by the day of its publication', () => {
  it('so many days after the day it is dated, never from that day on', async () => {
    // December, dated by its first day, is out on 3 January; November was on 4 December.
    const rows = ['2023-11-01,100', '2023-12-01,101'];
    const { values, known } = await seriesOf('published: 33 days after', rows);
    expect(values).toEqual([100, 101, 101, 101]);
    expect(known).toEqual({ at: 'close', shift: 0 });
  });

  it('by a column, revisions from when they were told, and an older month told late changes nothing', async () => {
    const rows = [
      `2023-11-01,100,2023-12-12`,
      `2023-12-01,101,${WED}`,
      `2023-12-01,102,${FRI}`, // revised
      `2023-11-01,99,${THU}`, // November once more, when December is known
    ];
    const columns = 'columns: { date: month, value: cpi, published: out }';
    expect((await seriesOf(columns, rows, 'month,cpi,out')).values).toEqual([100, 101, 101, 102]);
  });

  it('what is published on a day without a session counts from the next one', async () => {
    const rows = ['2023-12-01,101,2024-01-01'];
    expect((await seriesOf('columns: { published: out }', rows, 'date,value,out')).values[0]).toBe(101);
  });
});

describe('as of a day', () => {
  it.each([
    ['published: at close', [10, 11, 11, 11]],
    ['published: 1 session after', [10, 10, 10, 10]],
    ['published: next open', [10, 10, 10, 10]],
  ])('%s: only what was published by its close', async (published, expected) => {
    files.text('x.csv', `date,value\n${TUE},10\n${WED},11\n${THU},12\n${FRI},13\n`);
    const data = await openData(`${PLAIN}\nseries: { X: { path: x.csv, ${published} } }`, files.folder);
    const request = { ...everyone2024, series: ['X'] };
    const market = await data.loadAsOf!(request, WED, { emit() {} });
    const values = [...market.external.X!.values];
    expect(values).toEqual(expected.slice(0, values.length));
    expect(values.length).toBeGreaterThanOrEqual(2);
  });
});

describe('the snapshot', () => {
  const settings = (published: string) => `${PLAIN}\nseries: { X: { path: x.csv, published: ${published} } }`;
  const snapshot = async (yaml: string, series: readonly string[]) =>
    (await openData(yaml, files.folder)).snapshot({ ...everyone2024, series });

  it('hangs on the bytes and the publication of what is read, and on nothing that is not', async () => {
    files.text('x.csv', `date,value\n${TUE},10\n`);
    const first = await snapshot(settings('at close'), ['X']);
    expect((await load(settings('at close'), { series: ['X'] })).snapshot).toBe(first);
    expect(await snapshot(settings('next open'), ['X'])).not.toBe(first);
    const without = await snapshot(settings('at close'), []);
    expect(without).toBe(await snapshot(PLAIN, []));
    files.text('x.csv', `date,value\n${TUE},10.5\n`);
    expect(await snapshot(settings('at close'), ['X'])).not.toBe(first);
    expect(await snapshot(settings('at close'), [])).toBe(without);
  });
});

describe('what is refused', () => {
  it.each([
    ['no-rows', 'date,value\n', 'has no value'],
    ['bad-series', `date,value\n${TUE},1\n${TUE},2\n`, '2024-01-02 twice'],
    ['wrong-type', `date,value\n${TUE},high\n`, 'no number in `value` on 2024-01-02'],
    ['bad-date', 'date,value\nsoon,1\n', 'whose `date` is no date'],
    ['no-such-column', `day,value\n${TUE},1\n`, 'no column `date`'],
  ])('%s', async (code, text, expected) => {
    files.text('x.csv', text);
    const told = await complaint(
      load(`${PLAIN}\nseries: { X: { path: x.csv, published: at close } }`, { series: ['X'] }),
    );
    expect(told.code).toBe(code);
    expect(told.text).toContain(expected);
  });

  it.each([
    ['a value from before its day', `${THU},1,${WED}`, 'published on 2024-01-03, before its day'],
    ['a value of no publication', `${THU},1,`, 'when its value of 2024-01-04 was published'],
    ['a value told twice at once', `${WED},1,${THU}\n${WED},2,${THU}`, '2024-01-03 twice, published on one day'],
  ])('%s', async (_what, rows, expected) => {
    files.text('x.csv', `date,value,out\n${rows}\n`);
    const yaml = `${PLAIN}\nseries: { X: { path: x.csv, columns: { published: out } } }`;
    const told = await complaint(load(yaml, { series: ['X'] }));
    expect(told).toMatchObject({ code: 'bad-series', text: expect.stringContaining(expected) });
  });

  it('a series the config does not know', async () => {
    files.text('x.csv', `date,value\n${TUE},1\n`);
    const yaml = `${PLAIN}\nseries: { VIX: { path: x.csv, published: at close } }`;
    expect(await complaint(load(yaml, { series: ['VIXX'] }))).toEqual({
      code: 'no-such-series',
      text: 'the strategy reads the series VIXX, which is not under `data.series`\ndid you mean VIX?',
    });
    expect((await complaint(load(PLAIN, { series: ['VIX'] }))).text).toContain('published: at close');
  });
});
