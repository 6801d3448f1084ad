/** The whole way, as a user goes it: a strategy and a config become artifacts, a run folder and words. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  place.write('small.strat', smallStrategy());
  place.write('config.yaml', SMALL_CONFIG);
});
afterEach(() => place.remove());

const run = (...words: readonly string[]) => place.strat('run', 'small.strat', '--config', 'config.yaml', ...words);
const events = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const runFolder = () => {
  const [name] = readdirSync(place.path('runs/small'));
  return place.path(join('runs/small', name!));
};
/** Every file of a run but the record, whose timings differ. */
const bits = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name !== 'run.json' && statSync(join(folder, name)).isFile())
      .sort()
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

describe('strat run', () => {
  test('makes everything, says so in plain lines, and a second run reuses it all', async () => {
    const first = await run();
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('epoch 3 of at most 3');
    expect(first.stdout).toMatch(/report: .*report\.html/);
    expect(readdirSync(runFolder()).sort()).toEqual([
      'cuts.parquet',
      'decisions.parquet',
      'evidence.json',
      'holdings.parquet',
      'judged.json',
      'metrics.json',
      'model.json',
      'plan.json',
      'predictions.parquet',
      'report.html',
      'report.txt',
      'run.json',
      'sources',
      'trades.parquet',
      'trial.json',
      'weights.parquet',
      'weights.safetensors',
    ]);
    const made = bits(runFolder());

    const second = await run('--json');
    const reused = events(second.stdout).filter(({ type }) => type === 'stage-reused');
    expect(reused.map(({ stage }) => stage)).toEqual(['model', 'predictions', 'book', 'evidence', 'report']);
    expect(events(second.stdout).some(({ type }) => type === 'stage-started')).toBe(false);
    expect(bits(runFolder())).toEqual(made);
  });

  test('the same inputs give the same bits in another place', async () => {
    await run();
    const made = bits(runFolder());
    place.remove();
    place = new Workplace();
    place.write('small.strat', smallStrategy());
    place.write('config.yaml', SMALL_CONFIG);
    await run();
    expect(bits(runFolder())).toEqual(made);
  });

  test('a changed k redoes the book and the report, a comment only the report', async () => {
    await run();
    const started = async (...words: readonly string[]) =>
      events((await run('--json', ...words)).stdout)
        .filter(({ type, stage }) => type === 'stage-started' && !['market', 'features'].includes(stage))
        .map(({ stage }) => stage);
    expect(await started('--set', 'k=4')).toEqual(['book', 'evidence', 'report']);
    place.write('small.strat', `# A thought.\n${smallStrategy()}`);
    expect(await started()).toEqual(['report']);
    place.write('small.strat', smallStrategy({ 'hidden 4': 'hidden 5' }));
    expect(await started()).toEqual(['model', 'predictions', 'book', 'evidence', 'report']);
  });

  test('a damaged artifact is found, reported and made again to the same bits', async () => {
    await run();
    const made = bits(runFolder());
    const models = place.path('.strat/artifacts/model');
    const weights = join(models, readdirSync(models)[0]!, 'weights.safetensors');
    const bytes = readFileSync(weights);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(weights, bytes);
    const again = await run();
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('the kept model was damaged (weights.safetensors');
    expect(bits(runFolder())).toEqual(made);
  });

  test('--mode train stops after the model', async () => {
    const { code, stdout } = await run('--mode', 'train');
    expect(code).toBe(0);
    expect(stdout).not.toContain('report');
    expect(readdirSync(place.path('.strat/artifacts')).sort()).toEqual(['model', 'work']);
  });

  test('Ctrl-C keeps the last epoch; the same command goes on to the same bits', async () => {
    place.write('small.strat', smallStrategy({ 'epochs 3': 'epochs 30' }));
    const { child, outcome } = place.start('run', 'small.strat', '--config', 'config.yaml');
    child.stdout!.on('data', (text: string) => {
      if (text.includes('epoch 2 of')) child.kill('SIGINT');
    });
    const interrupted = await outcome;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stdout).toMatch(/interrupted in model: .*same command/);
    const resumed = await run();
    expect(resumed.code).toBe(0);
    expect(resumed.stdout).toMatch(/training goes on after epoch \d+/);
    const made = bits(runFolder());

    const unbroken = new Workplace();
    unbroken.write('small.strat', smallStrategy({ 'epochs 3': 'epochs 30' }));
    unbroken.write('config.yaml', SMALL_CONFIG);
    place.remove();
    place = unbroken;
    expect((await run()).code).toBe(0);
    expect(bits(runFolder())).toEqual(made);
  });

  test('killed again and again while it trains, it goes on from the last epoch to the same weights', async () => {
    const strategy = smallStrategy({ 'epochs 3': 'epochs 40' });
    place.write('small.strat', strategy);
    for (let kill = 0; kill < 3; kill++) {
      const { child, outcome } = place.start('run', 'small.strat', '--config', 'config.yaml', '--mode', 'train');
      let epochs = 0;
      child.stdout!.on('data', (text: string) => {
        epochs += text.match(/epoch \d+ of at most 40/g)?.length ?? 0;
        if (epochs >= 2) child.kill('SIGKILL');
      });
      const killed = await outcome;
      expect(killed.code).toBeNull();
      expect(killed.stdout.includes('training goes on after epoch')).toBe(kill > 0);
    }
    expect(existsSync(place.path('runs/small'))).toBe(false);
    const resumed = await run('--mode', 'train');
    expect(resumed.stdout).toMatch(/training goes on after epoch ([6-9]|[1-3]\d)/);
    const weights = readFileSync(join(runFolder(), 'weights.safetensors'));

    const unbroken = new Workplace();
    unbroken.write('small.strat', strategy);
    unbroken.write('config.yaml', SMALL_CONFIG);
    place.remove();
    place = unbroken;
    const whole = await run('--mode', 'train');
    expect(whole.stdout).not.toContain('training goes on');
    expect(readFileSync(join(runFolder(), 'weights.safetensors')).equals(weights)).toBe(true);
  });

  test('a loss that is no number ends the training, with the sessions and the input that stands out', async () => {
    place.write(
      'small.strat',
      smallStrategy({
        '    normalize zscore(clip: 5) fitted on train\n': '    dollars = volume * close\n',
        'loss huber(delta: 0.05)': 'loss mse()',
        'optimizer adam(learning_rate: 0.01)': 'optimizer sgd(learning_rate: 1000000)',
      }),
    );
    const { code, stderr } = await run();
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^error\[training-diverged\]: the (loss|weights) (is|are) no longer a number in epoch 1, on .*; the largest input is dollars of \w+ on 2021-\d\d-\d\d, [\d.]+e\+\d+\n/,
    );
    expect(stderr).toContain('  = try a smaller learning_rate than 1000000');
  });

  test('--quiet says nothing when all is well, and what matters on stderr when not', async () => {
    expect(await run('-q')).toEqual({ code: 0, stdout: '', stderr: '' });
    const models = place.path('.strat/artifacts/model');
    writeFileSync(join(models, readdirSync(models)[0]!, 'model.json'), '{}');
    const damaged = await run('-q');
    expect(damaged).toMatchObject({ code: 0, stdout: '' });
    expect(damaged.stderr).toContain('the kept model was damaged');
  });

  test('--json ends with why, when it failed', async () => {
    place.write('small.strat', smallStrategy({ 'window 3d': 'window 168d' }));
    const { code, stdout } = await run('--json');
    expect(code).toBe(4);
    expect(events(stdout).at(-1)).toMatchObject({ type: 'run-failed', code: expect.stringMatching(/^[a-z-]+$/) });
    place.write('small.strat', 'strategy');
    expect(events((await run('--json')).stdout)).toMatchObject([{ type: 'run-failed', code: 'strategy-errors' }]);
  });

  test('two trainings of different k are two records; runs at once end well with the same bits', async () => {
    const outcomes = await Promise.all(['3', '4', '5'].map((k) => run('--set', `k=${k}`)));
    expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(3).fill({ code: 0, stderr: '' }));
    expect(readdirSync(place.path('runs/small'))).toHaveLength(3);
    for (const k of ['3', '4']) await run('--mode', 'train', '--set', `k=${k}`);
    expect(readdirSync(place.path('runs/small'))).toHaveLength(5);
  });

  test('without --config the synthetic market is used, and every output says so', async () => {
    place.write('small.strat', smallStrategy());
    const { stdout } = await place.strat('run', 'small.strat');
    expect(stdout).toContain('by default: a synthetic market, not real prices');
    expect(readFileSync(join(runFolder(), 'report.html'), 'utf8')).toContain('by default: a synthetic market');
    expect(JSON.parse(readFileSync(join(runFolder(), 'run.json'), 'utf8')).config).toContain('synthetic market');
    expect((await place.strat('report', 'small.strat')).stdout).toContain('SYNTHETIC DATA');
  });

  test('a strategy with errors is told before anything is run, exit code 1', async () => {
    place.write('small.strat', smallStrategy({ 'hidden 4': 'hiden 4' }));
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('did you mean `hidden`?');
    expect(existsSync(place.path('runs'))).toBe(false);
  });

  test('a config with errors points at their lines, exit code 3', async () => {
    place.write('config.yaml', 'data:\n  source: synthetic\n  sed: 3\n  stocks: many\n');
    const { code, stderr } = await run();
    expect(code).toBe(3);
    expect(stderr).toContain('config.yaml:3');
    expect(stderr).toContain('config.yaml:4');
    expect(stderr).toContain('did you mean `seed`?');
  });

  test('a config that is not there is wrong usage, exit code 2', async () => {
    expect(await place.strat('run', 'small.strat', '--config', 'no.yaml')).toMatchObject({ code: 2 });
  });

  test('an output folder that cannot be made is told before any work, exit code 4', async () => {
    place.write('occupied', 'a file where a folder should be');
    place.write('config.yaml', `${SMALL_CONFIG}storage:\n  artifacts: artifacts\n  runs: occupied/runs\n`);
    const { code, stderr } = await run();
    expect(code).toBe(4);
    expect(stderr).toMatch(/error\[not-a-folder\]: .*occupied/);
    expect(existsSync(place.path('artifacts'))).toBe(false);
  });

  test('a period that the windows have no cross-section in is told with what to do, exit code 4', async () => {
    // Enough weekdays for three cross-sections, which is all that the compiler can count, and too few sessions.
    place.write('small.strat', smallStrategy({ 'window 3d': 'window 168d' }));
    const { code, stderr } = await run();
    expect(code).toBe(4);
    expect(stderr).toMatch(/^error\[[\w-]+\]: /m);
    expect(stderr).toContain('  = ');
  });
});

describe('strat report', () => {
  test('shows the latest run of a strategy, and a run by its folder', async () => {
    await run();
    const byFile = await place.strat('report', 'small.strat', '--config', 'config.yaml');
    expect(byFile.code).toBe(0);
    expect(byFile.stdout).toContain('Sharpe ratio');
    expect((await place.strat('report', runFolder())).stdout).toContain('Sharpe ratio');
    const metrics = JSON.parse((await place.strat('report', '--json', runFolder())).stdout);
    expect(metrics.headlines).toHaveProperty('sharpe');
  });

  test('before the first run it says how to make one, exit code 4', async () => {
    const { code, stderr } = await place.strat('report', 'small.strat');
    expect(code).toBe(4);
    expect(stderr).toContain('strat run small.strat makes a report');
  });

  test('another plan of that name is not passed off as this one', async () => {
    await run();
    const { code, stderr } = await place.strat('report', 'small.strat', '--config', 'config.yaml', '--set', 'k=4');
    expect(code).toBe(4);
    expect(stderr).toMatch(/has not been run/);
    expect(stderr).toMatch(/another plan: runs\/small\/[0-9a-f]{12} \(k = 3\)/);
    await run('--set', 'k=4');
    expect(await place.strat('report', 'small.strat', '-c', 'config.yaml', '--set', 'k=4')).toMatchObject({ code: 0 });
  });

  test('a folder of runs names the runs below it', async () => {
    await run();
    const { code, stderr } = await place.strat('report', 'runs/small');
    expect(code).toBe(4);
    expect(stderr).toMatch(/name one of the runs below it: runs\/small\/[0-9a-f]{12}/);
  });
});
