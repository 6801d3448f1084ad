/** What the run loop promises whatever its ports do. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { openArtifactStore } from '../../runtime/artifacts/store.ts';
import { importResolver } from '../../runtime/cli/imports.ts';
import type { RunEvent } from '../../runtime/events.ts';
import type { MarketData } from '../../runtime/ports.ts';
import { runStrategy } from '../../runtime/run.ts';
import { openSource } from '../../runtime/sources/open.ts';
import { smallStrategy } from '../support/command.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strat-run-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const synthetic = () => openSource({ source: 'synthetic', seed: 3, stocks: 24, planted_rank_ic: 0.1 }, folder);

function start(data: MarketData, signal = new AbortController().signal, hear: (event: RunEvent) => void = () => {}) {
  const text = smallStrategy();
  const { plan } = compile({ file: 'small.strat', text, resolve: importResolver(), set: {} });
  return runStrategy(
    {
      plan: plan!,
      sources: [
        { file: 'small.strat', text },
        { file: '../elsewhere/small.strat', text: 'another file of that name' },
      ],
      mode: 'backtest',
      engine: { backend: 'tfjs-wasm', threads: 'auto' },
      evidence: { level: 'quick', variants: [] },
      config: 'test',
      runsFolder: join(folder, 'runs'),
      version: '0',
    },
    { data, artifacts: openArtifactStore(join(folder, 'artifacts')), events: { emit: hear }, signal, now: () => 0 },
  );
}

test('data that change between naming and loading are refused, and nothing is kept under the old name', async () => {
  const data = await synthetic();
  const changing: MarketData = {
    description: data.description,
    snapshot: async () => 'the bits of a moment ago',
    load: (request, events) => data.load(request, events),
  };
  await expect(start(changing)).rejects.toMatchObject({ code: 'data-changed' });
  expect(await readdir(join(folder, 'artifacts')).catch(() => [])).not.toContain('model');
});

test.each(['features', 'book', 'evidence', 'report'])(
  'asked to stop before %s, it stops there, keeps what is done and goes on',
  async (stage) => {
    const data = await synthetic();
    const stop = new AbortController();
    const before = { features: 'market', book: 'predictions', evidence: 'book', report: 'evidence' }[stage];
    const hear = (event: RunEvent) => {
      if (event.type === 'stage-finished' && event.stage === before) stop.abort();
    };
    await expect(start(data, stop.signal, hear)).rejects.toMatchObject({ name: 'Interrupted', stage });
    expect((await start(data)).outcome).toBe('finished');
  },
);

test('sources of one name are both kept', async () => {
  const record = await start(await synthetic());
  const kept = await readdir(join(folder, 'runs', 'small', record.run, 'sources'), { recursive: true });
  expect(kept.sort()).toEqual(['elsewhere', 'elsewhere/small.strat', 'small.strat']);
});
