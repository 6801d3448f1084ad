/** What the environment leaves out or spoils is a line of the doctor's answer, never the end of it. */
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { brokerSchema, type RemoteBrokerConfig } from '../../../configs/broker.ts';
import { configSchema } from '../../../configs/schema.ts';
import { brokerCheck } from '../../../runtime/doctor/broker.ts';
import { paperChecks } from '../../../runtime/doctor/paper.ts';
import type { Environment } from '../../../runtime/monitoring/secrets.ts';
import { FakeBroker, KEYS } from '../../support/fakeBroker.ts';
import { PaperDesk, replay } from '../../support/paper.ts';

let desk: PaperDesk;
beforeAll(async () => {
  desk = await PaperDesk.open();
  await desk.invoke({ clock: replay('2022-01-01', '2022-01-03') });
});
afterAll(() => desk.remove());

let server: FakeBroker;
beforeEach(async () => {
  server = await FakeBroker.start();
});
afterEach(() => server.stop());

/** With a vector store that nobody runs: what it is asked is answered with `LOOK`. */
function checks(environment: Environment, paper: object = {}) {
  const config = configSchema.parse({
    ...{ data: { source: 'synthetic' }, storage: { paper: dirname(desk.file) } },
    ...{ store: { qdrant: { url: 'http://127.0.0.1:9' } }, paper },
  });
  return paperChecks({ config, baseFolder: '.', environment, now: new Date() });
}

test.each([
  ['', 'ok', 'QDRANT_API_KEY is not set: the vector store has to ask for none'],
  ['a-key', 'ok', 'QDRANT_API_KEY is set'],
  ['two words', 'fail', 'QDRANT_API_KEY holds characters that no key has'],
])('a key of the vector store that is %j', async (key, grade, what) => {
  expect(await checks({ QDRANT_API_KEY: key })).toContainEqual(expect.objectContaining({ name: 'keys', grade, what }));
});

const ENVIRONMENT = { STRAT_BROKER_KEY: KEYS.key, STRAT_BROKER_SECRET: KEYS.secret };

test('a broker that the config names is asked, and one that it does not name is not', async () => {
  const of = async (paper: object) => (await checks(ENVIRONMENT, paper)).filter(({ name }) => name === 'broker');
  expect(await of({})).toEqual([]);
  expect(await of({ broker: { url: server.url } })).toEqual([
    {
      ...{ name: 'broker', grade: 'ok', advice: null },
      what: `${server.url} answers`,
    },
  ]);
  expect(server.orders.size).toBe(0);
});

test.each([
  [{}, 'STRAT_BROKER_KEY in the environment is not set'],
  [{ ...ENVIRONMENT, STRAT_BROKER_SECRET: 'a b' }, 'STRAT_BROKER_SECRET in the environment is no key'],
  [{ ...ENVIRONMENT, STRAT_BROKER_KEY: 'another' }, 'refuses: unauthorized.'],
])('a broker with keys that are none: %j', async (environment, what) => {
  const config = brokerSchema.parse({ url: server.url }) as RemoteBrokerConfig;
  expect(await brokerCheck(config, environment)).toMatchObject({ grade: 'fail', what: expect.stringContaining(what) });
});
