/**
 * No secret is written anywhere: every one that a config can name holds a canary, everything is run at its noisiest, and
 * also failing, and then all that was said and all files are searched for it, the ledger's pages included. With a umask that would let
 * everybody in.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

const CANARY = 'c4n4ryc4n4ry';
/** As addresses, JSON and headers would carry it. */
const DISGUISES = [
  CANARY,
  Buffer.from(CANARY).toString('base64').slice(0, 12),
  Buffer.from(`user:${CANARY}`).toString('base64').slice(8, 20),
];
const JANUARY = ['--replay', '2022-01-01..2022-01-31', '--catch-up'] as const;

const place = new Workplace();
const said: string[] = [];
let server: Server;
/** What the servers were sent, to see that the secrets were used at all. */
const used: string[] = [];

async function strat(...words: string[]): Promise<number | null> {
  const { code, stdout, stderr } = await place.strat(...words);
  said.push(stdout, stderr);
  return code;
}

/** Of the config: QDRANT_API_KEY by its own name; addresses of hooks by names that the config chooses. */
const CONFIG = (address: string) => `${SMALL_CONFIG}store:
  qdrant: { url: http://${address} }
monitoring:
  log: { level: debug }
  tell:
    - { on: [session, stop, failure, stale, silence], webhook: '\${HOOK_ADDRESS}' }
    - { on: [session, failure], webhook: 'http://${address}/\${HOOK_PATH}' }
    - { on: [session, failure], webhook: '\${HOOK_NOT_AN_ADDRESS}' }
    - { on: [session, failure], command: ['no-such-program-here'] }
`;

beforeAll(async () => {
  server = createServer((request, response) => {
    used.push(`${request.url} ${JSON.stringify(request.headers)}`);
    // An unkind server quotes what it was given.
    response
      .writeHead(500, { 'content-type': 'application/json' })
      .end(JSON.stringify({ status: { error: used.at(-1) } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.umask(0);
  process.env.QDRANT_API_KEY = CANARY;
  process.env.HOOK_ADDRESS = `http://user:${CANARY}@${address}/hook?token=${CANARY}`;
  process.env.HOOK_PATH = CANARY;
  process.env.HOOK_NOT_AN_ADDRESS = `no address ${CANARY}`;
  process.env.HTTPS_PROXY = `http://user:${CANARY}@127.0.0.1:1`;
  process.env.AWS_SECRET_ACCESS_KEY = CANARY;
  place.write(
    'small.strat',
    smallStrategy({ 'risk {': 'risk {\n    stop when drawdown > 0.1% then flatten, resume after 3d' }),
  );
  place.write('other.strat', smallStrategy({ 'k = 3': 'k = 4' }));
  place.write('c.yaml', CONFIG(address));
  place.write(
    'yahoo.yaml',
    `data:\n  source: store\n  path: market\n  feed:\n    from: yahoo\n    tickers: [AAA]\n    since: 2026-01-01\n` +
      `    requests: { retries: 0 }\n    url: http://user:${CANARY}@${address}/yahoo\n`,
  );
});
const umask = process.umask();
afterAll(async () => {
  process.umask(umask);
  for (const name of [
    'QDRANT_API_KEY',
    'HOOK_ADDRESS',
    'HOOK_PATH',
    'HOOK_NOT_AN_ADDRESS',
    'HTTPS_PROXY',
    'AWS_SECRET_ACCESS_KEY',
  ]) {
    delete process.env[name];
  }
  await new Promise((resolve) => server.close(resolve));
  place.remove();
});

test('all that can be run, well and failing', async () => {
  const paper = ['run', 'small.strat', '--mode', 'paper', '-c', 'c.yaml'];
  expect(await strat(...paper, ...JANUARY, '--json')).toBe(0);
  expect(await strat(...paper, '--replay', '2022-01-01..2022-02-01')).toBe(0);
  expect(await strat('run', 'other.strat', '--mode', 'paper', '-c', 'c.yaml', '--account', 'small', ...JANUARY)).toBe(
    4,
  );
  await strat('halt', '-c', 'c.yaml', '--reason', `a test with ${CANARY}`);
  expect(await strat(...paper, ...JANUARY)).not.toBe(0);
  await strat('resume', '-c', 'c.yaml');
  const looks = [
    ['doctor'],
    ['doctor', '--json'],
    ['doctor', '--silence'],
    ['status', '--json'],
    ['status', '--plain'],
    ['journal'],
    ['query', 'recommendations'],
    ['query', 'recommendations', '--store', 'embedded'],
    ['publish'],
    ['audit', 'small.strat', '--paper'],
    ['schedule', 'install', 'small.strat', '--kind', 'cron', '--dry-run'],
    ['schedule', 'install', 'small.strat', '--kind', 'systemd', '--dry-run'],
  ];
  await Promise.all(looks.map((words) => strat(...words, '-c', 'c.yaml')));
  expect(await strat('data', 'pull', '-c', 'yahoo.yaml')).toBe(3);
  expect(said.join('')).toContain('booked');
}, 120_000);

test('the secrets were used', () => {
  expect(
    used.some((request) => request.startsWith(`/hook?token=${CANARY}`) && request.includes('"authorization":"Basic')),
  ).toBe(true);
  expect(used.some((request) => request.startsWith(`/${CANARY}`))).toBe(true);
  expect(used.some((request) => request.includes(`"api-key":"${CANARY}"`))).toBe(true);
});

test('nothing that was said holds one', () => {
  for (const disguise of DISGUISES) {
    const at = said.find((text) => text.includes(disguise));
    expect(at?.slice(Math.max(0, at.indexOf(disguise) - 200), at.indexOf(disguise) + 50)).toBeUndefined();
  }
});

test('no file holds one, but the config it was written into; what lies beside the ledger is private', () => {
  const files = readdirSync(place.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(files.filter((file) => /\.(log|md|json|prom|db)$/.test(file)).length).toBeGreaterThan(6);
  const spoilt = files.filter((file) => {
    const bytes = readFileSync(file);
    return DISGUISES.some((disguise) => bytes.includes(disguise));
  });
  expect(spoilt).toEqual([place.path('yahoo.yaml')]);
  const paper = place.path('.strat/paper');
  const open = readdirSync(paper, { recursive: true, encoding: 'utf8' }).filter(
    (name) => (statSync(join(paper, name)).mode & 0o077) !== 0,
  );
  expect(open).toEqual([]);
  expect(statSync(paper).mode & 0o777).toBe(0o700);
});
