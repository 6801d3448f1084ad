/** Whoever is killed while it delivers, and however many deliver at once: the store ends up with the same points. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Ledger, ledgerFile } from '../../../runtime/paper/ledger/ledger.ts';
import { deliver } from '../../../runtime/publish/deliver.ts';
import { QdrantDestination } from '../../../runtime/publish/qdrant/destination.ts';
import { random as randomOf } from '../../../runtime/random.ts';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';
import { connected } from '../../support/published.ts';
import { FakeQdrant } from '../../support/qdrant/server.ts';

const KILLS = Number(process.env.STRAT_KILLS ?? 8);
const place = new Workplace();
const PAPER = [
  'run',
  'small.strat',
  '--mode',
  'paper',
  '--replay',
  '2022-01-01..2022-03-31',
  '--catch-up',
  '-q',
] as const;
const QDRANT = ['--config', 'qdrant.yaml'] as const;
let fake: FakeQdrant;

beforeAll(async () => {
  fake = await FakeQdrant.start();
  place.write('small.strat', smallStrategy());
  place.write('small.yaml', SMALL_CONFIG);
  place.write('qdrant.yaml', `${SMALL_CONFIG}\nstore: { qdrant: { url: "${fake.url}" } }\n`);
});
afterAll(async () => {
  expect(fake.violations).toEqual([]);
  place.remove();
  await fake.stop();
});

/** What a server holds that is told everything at once. */
async function undisturbed(): Promise<object> {
  const other = await FakeQdrant.start();
  const ledger = Ledger.open(ledgerFile(place.path('.strat/paper')));
  await deliver(ledger, new QdrantDestination(await connected(other)));
  ledger.close();
  const held = other.held();
  await other.stop();
  return held;
}

test('two schedulers with one store', { timeout: 120_000 }, async () => {
  const both = await Promise.all([place.strat(...PAPER, ...QDRANT), place.strat(...PAPER, ...QDRANT)]);
  expect(both.map(({ code }) => code).sort()).toEqual([0, 0]);
  expect(await place.strat('publish', ...QDRANT)).toMatchObject({ code: 0 });
  expect(fake.collections.get('trading_results')!.points.size).toBe(62);
  expect(fake.held()).toEqual(await undisturbed());
});

test(`killed ${KILLS} times while it delivers`, { timeout: 60_000 + KILLS * 5000 }, async () => {
  const random = randomOf(1);
  fake.collections.clear();
  fake.delay = 20;
  let seen = 0;
  for (let kills = 0; kills < KILLS; ) {
    const { child, outcome } = place.start('publish', '--again', ...QDRANT);
    const timer = setTimeout(() => child.kill('SIGKILL'), 400 + 800 * random.uniform());
    const { code } = await outcome;
    clearTimeout(timer);
    if (code === null) kills++;
    seen = Math.max(seen, fake.collections.size);
  }
  expect(seen).toBeGreaterThan(0);
  fake.delay = 0;
  expect(await place.strat('publish', '--again', ...QDRANT)).toMatchObject({ code: 0, stderr: '' });
  expect(fake.held()).toEqual(await undisturbed());
});
