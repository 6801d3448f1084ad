/** Folds as they are derived from a split: windows, paths, and what changes a hash. Dates are counted by hand. */
import { describe, expect, test } from 'vitest';
import { dayAfter, daysIn } from '../../compiler/calendarSpan.ts';
import { grouped } from '../../compiler/check/split/groups.ts';
import type { Plan } from '../../compiler/plan.ts';
import { findings, planOf, variant } from './support.ts';

const walk = (text: string, more = '') => planOf(variant(`split walk_forward {\n${text}\n}\n${more}`));
const range = (from: string, to: string) => ({ from, to });

describe('walk-forward', () => {
  test('windows follow one another, and a fold begins a step after the one before', () => {
    const { folds, paths } = walk('over 2020-01-01 .. 2023-12-31\ntrain 2y\nvalidate 6m\ntest 6m').split;
    expect(folds).toEqual([
      {
        train: [range('2020-01-01', '2021-12-31')],
        validate: [range('2022-01-01', '2022-06-30')],
        test: [range('2022-07-01', '2022-12-31')],
      },
      {
        train: [range('2020-07-01', '2022-06-30')],
        validate: [range('2022-07-01', '2022-12-31')],
        test: [range('2023-01-01', '2023-06-30')],
      },
      {
        train: [range('2021-01-01', '2022-12-31')],
        validate: [range('2023-01-01', '2023-06-30')],
        test: [range('2023-07-01', '2023-12-31')],
      },
    ]);
    expect(paths).toEqual([
      [
        { fold: 0, from: '2022-07-01', to: '2022-12-31' },
        { fold: 1, from: '2023-01-01', to: '2023-06-30' },
        { fold: 2, from: '2023-07-01', to: '2023-12-31' },
      ],
    ]);
  });

  test('an expanding window keeps its beginning', () => {
    const { folds } = walk('over 2020-01-01 .. 2023-12-31\ntrain 2y\nvalidate 6m\ntest 6m\nwindow expanding').split;
    expect(folds.map(({ train }) => train)).toEqual([
      [range('2020-01-01', '2021-12-31')],
      [range('2020-01-01', '2022-06-30')],
      [range('2020-01-01', '2022-12-31')],
    ]);
  });

  test('where tests overlap the book follows the newest model, and the last test ends with the days', () => {
    const { folds, paths } = walk('over 2020-01-01 .. 2022-11-15\ntrain 2y\nvalidate 3m\ntest 6m\nstep 3m').split;
    expect(folds.map(({ test: tested }) => tested)).toEqual([
      [range('2022-04-01', '2022-09-30')],
      [range('2022-07-01', '2022-11-15')],
      [range('2022-10-01', '2022-11-15')],
    ]);
    expect(paths).toEqual([
      [
        { fold: 0, from: '2022-04-01', to: '2022-06-30' },
        { fold: 1, from: '2022-07-01', to: '2022-09-30' },
        { fold: 2, from: '2022-10-01', to: '2022-11-15' },
      ],
    ]);
  });

  test('from the last day of a month no day is left out or judged twice', () => {
    const { paths } = walk('over 2020-01-31 .. 2023-05-31\ntrain 1y\nvalidate 1m\ntest 1m').split;
    const [path] = paths;
    path!.slice(1).forEach(({ from }, k) => {
      expect(from).toBe(dayAfter(path![k]!.to, { months: 0, days: 1 }));
    });
  });

  test('weeks and months add up whatever their order', () => {
    const { folds } = walk('over 2020-01-01 .. 2021-12-31\ntrain 52w\nvalidate 3m\ntest 4w').split;
    expect(folds[0]).toEqual({
      train: [range('2020-01-01', '2020-12-29')],
      validate: [range('2020-12-30', '2021-03-30')],
      test: [range('2021-03-31', '2021-04-27')],
    });
  });

  test('twelve months are a year', () => {
    const [months, year] = ['12m', '1y'].map((train) => walk(`train ${train}\nvalidate 6m\ntest 6m`));
    expect(months!.hash).toBe(year!.hash);
  });
});

describe('k-fold and combinatorial', () => {
  test('each stretch is judged once, and the epoch is chosen on the one before, around the beginning', () => {
    const { folds, paths } = planOf(variant('split k_fold {\n over 2020-01-01 .. 2023-12-31\n folds 4\n}')).split;
    // 1,461 days: 365, 365, 365 and 366.
    const stretches = [
      range('2020-01-01', '2020-12-30'),
      range('2020-12-31', '2021-12-30'),
      range('2021-12-31', '2022-12-30'),
      range('2022-12-31', '2023-12-31'),
    ];
    expect(folds.map(({ test: tested }) => tested)).toEqual(stretches.map((stretch) => [stretch]));
    expect(folds.map(({ validate }) => validate)).toEqual([3, 0, 1, 2].map((k) => [stretches[k]]));
    expect(folds[2]!.train).toEqual([stretches[0], stretches[3]]);
    expect(folds[0]!.train).toEqual([range('2020-12-31', '2022-12-30')]);
    expect(paths).toEqual([stretches.map((stretch, fold) => ({ fold, ...stretch }))]);
  });

  /** López de Prado (2018), section 12.3: N groups of which k judge make (N choose k) folds and k/N of it paths. */
  test.each([
    { groups: 6, test: 2, folds: 15, paths: 5 },
    { groups: 8, test: 2, folds: 28, paths: 7 },
    { groups: 5, test: 1, folds: 5, paths: 1 },
    { groups: 7, test: 3, folds: 35, paths: 15 },
  ])('$groups groups of which $test judge: $folds folds, $paths paths', ({ groups, test: judging, ...expected }) => {
    const over = range('2015-01-01', '2022-12-31');
    const { folds, paths } = grouped({ over, groups, test: judging, validate: 1 });
    expect({ folds: folds.length, paths: paths.length }).toEqual(expected);
    const used = paths.flatMap((path) => path.map(({ fold, from }) => `${fold} ${from}`));
    expect(new Set(used).size).toBe(used.length);
    expect(used.length).toBe(folds.length * judging);
    for (const path of paths) {
      expect(path.map(({ from, to }) => daysIn({ from, to })).reduce((a, b) => a + b)).toBe(daysIn(over));
      for (const { fold, from, to } of path) {
        expect(folds[fold]!.test.some((tested) => tested.from <= from && to <= tested.to)).toBe(true);
      }
    }
    for (const { train, validate, test: tested } of folds) {
      const days = [...train, ...validate, ...tested].map(daysIn).reduce((a, b) => a + b);
      expect(days).toBe(daysIn(over));
    }
  });
});

describe('another kind of split', () => {
  const walked = 'strategy walked extends base {\n split walk_forward {\n train 2y\n validate 6m\n test 6m\n }\n}';
  const heir = (split: string) =>
    findings(`use base\nuse walked\nstrategy mine extends walked {\n${split}\n}\n`, {
      libraries: { walked: `use base\n${walked}` },
      strategy: 'mine',
    });
  const plan = (split: string) =>
    planOf(`use base\nuse walked\nstrategy mine extends walked {\n${split}\n}\n`, {
      libraries: { walked: `use base\n${walked}` },
      strategy: 'mine',
    });

  test('of the same kind says only what differs', () => {
    expect(plan('split walk_forward { step 3m }').split.scheme).toMatchObject({
      train: { months: 24 },
      step: { months: 3 },
    });
  });

  test('takes the place of the inherited one as a whole', () => {
    expect(plan('split k_fold { folds 5 }').split.scheme).toMatchObject({ kind: 'k_fold', folds: 5 });
    expect(heir('split { purge 9d }')).toEqual([
      'missing-setting: split',
      'missing-setting: split',
      'missing-setting: split',
    ]);
  });
});

describe('hashes', () => {
  const TO = (day: string) => `over 2020-01-01 .. ${day}\ntrain 2y\nvalidate 6m\ntest 6m`;
  const models = (plan: Plan) => plan.folds.flatMap((fold) => fold.models);

  test('another fold at the end changes no model that was there', () => {
    const [three, four] = [walk(TO('2023-12-31')), walk(TO('2024-06-30'))];
    expect(models(four).length).toBe(4);
    expect(models(four).slice(0, 3)).toEqual(models(three));
    expect(four.folds.slice(0, 3)).toEqual(three.folds);
    expect(four.stages.predictions).not.toBe(three.stages.predictions);
  });

  test('another step keeps the folds that have the same windows', () => {
    const [six, three] = [walk(TO('2023-12-31')), walk(`${TO('2023-12-31')}\nstep 3m`)];
    const kept = new Set(models(three));
    expect(models(six).every((model) => kept.has(model))).toBe(true);
  });

  test('more seeds keep the models of those there were; the seed alone says which', () => {
    const seeds = (text: string) => walk(TO('2023-12-31'), `model {\n${text}\n}`);
    const [two, three, later] = [seeds('seeds 2'), seeds('seeds 3'), seeds('seeds 2\nseed 8')];
    expect(three.folds.map((fold) => fold.models.slice(0, 2))).toEqual(two.folds.map((fold) => fold.models));
    expect(later.folds[0]!.models[0]).toBe(two.folds[0]!.models[1]);
    expect(new Set(models(three)).size).toBe(9);
  });

  test('a fold that begins with the weights of another depends on all before it', () => {
    const [fresh, warm] = [walk(TO('2023-12-31')), walk(`${TO('2023-12-31')}\nstart warm`)];
    expect(models(warm)[0]).toBe(models(fresh)[0]);
    expect(
      models(warm)
        .slice(1)
        .some((model) => models(fresh).includes(model)),
    ).toBe(false);
    const other = walk(`${TO('2023-12-31')}\nstart warm\nwindow expanding`);
    expect(models(other)[2]).not.toBe(models(warm)[2]);
  });

  test('the embargo changes models where something is learnt after what is judged, and no others', () => {
    const folds = (text: string) => planOf(variant(`split k_fold {\n folds 5\n${text}\n}`));
    expect(folds('embargo 200d').stages.features).not.toBe(folds('').stages.features);
    expect(walk(`${TO('2023-12-31')}\nembargo 200d`).stages).toEqual(walk(TO('2023-12-31')).stages);
  });
});
