/** Whoever is killed while it delivers, and however many deliver at once: the store ends up with the same points. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { markDelivered } from '../../../runtime/paper/ledger/documents.ts';
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

/** The store has lost everything, and the ledger knows; whoever delivers goes on from the marks of who was killed before. */
function begin(): void {
  fake.collections.clear();
  const ledger = Ledger.open(ledgerFile(place.path('.strat/paper')));
  markDelivered(ledger, `${fake.url}/`, 0);
  ledger.close();
}

test(`killed ${KILLS} times while it delivers`, { timeout: 60_000 + KILLS * 5000 }, async () => {
  const random = randomOf(1);
  const expected = await undisturbed();
  let [kills, deliveries] = [0, 0];
  begin();
  while (kills < KILLS || deliveries === 0) {
    // In the midst of a request: of those that prepare, those that deliver, or none any more.
    let left = kills < KILLS ? Math.floor(12 * random.uniform()) : Infinity;
    const { child, outcome } = place.start('publish', ...QDRANT);
    fake.fault = () => {
      if (left-- !== 0) return null;
      kills++;
      child.kill('SIGKILL');
      return random.uniform() < 0.5 ? 'silence' : 'lost reply';
    };
    if ((await outcome).code !== 0) continue;
    fake.fault = () => null;
    expect(fake.held()).toEqual(expected);
    deliveries++;
    if (kills < KILLS) begin();
  }
});
