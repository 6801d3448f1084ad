/** News on their way: a server that is up, down, slow or sends elsewhere, programs that fail, and what is kept of it. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HookConfig, NewsKind } from '../../../configs/monitoring.ts';
import { following, type News, type Told } from '../../../runtime/monitoring/news.ts';
import { tellNews } from '../../../runtime/monitoring/telling.ts';
import { REPOSITORY } from '../../support/command.ts';

let folder: string;
let server: Server;
let address: string;
let got: { news: News; headers: IncomingMessage['headers'] }[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'strat-telling-'));
  got = [];
  answer = (response) => response.writeHead(204).end();
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ news: JSON.parse(Buffer.concat(chunks).toString()), headers: request.headers });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function webhook(url: string, on: readonly NewsKind[] = ['failure'], timeout_seconds = 5): HookConfig {
  return { on: [...on], webhook: url, command: null, timeout_seconds };
}

function command(...words: string[]): HookConfig {
  return { on: ['failure'], webhook: null, command: words, timeout_seconds: 5 };
}

const some = (text: string, kind: News['kind'] = 'failure'): News => ({
  ...{ version: 1, kind, account: 'a', strategy: 's', at: '2026-03-02T21:20:00.000Z', text },
  ...{ code: null, hints: [], session: null },
});

function tell(hooks: readonly HookConfig[], news: readonly News[], environment = {}, told?: Told) {
  const telling = { file: join(folder, 'told', 'a.json'), hooks, environment, redact: (text: string) => text };
  return tellNews(telling, (before) => ({ news, told: told ?? before }));
}

/** An address where nothing answers any more. */
async function nobody(): Promise<string> {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const kept = () => JSON.parse(readFileSync(join(folder, 'told', 'a.json'), 'utf8'));

test('as JSON, to who wants that kind', async () => {
  await tell([webhook(`http://${address}/x`), webhook(`http://${address}/y`, ['stop'])], [some('one')]);
  expect(got).toHaveLength(1);
  expect(got[0]).toMatchObject({ news: some('one'), headers: { 'content-type': 'application/json' } });
  expect(statSync(join(folder, 'told', 'a.json')).mode & 0o777).toBe(0o600);
});

test('a secret address comes from the environment; user and password go as a header', async () => {
  await tell([webhook(`\${HOOK}/path`)], [some('one')], { HOOK: `http://me:s3cret%21@${address}` });
  expect(got[0]!.headers.authorization).toBe(`Basic ${Buffer.from('me:s3cret!').toString('base64')}`);
  await expect(tell([webhook(`\${NONE}`)], [some('two')])).rejects.toThrow(
    'number 1, was not told: NONE of its address is not set',
  );
});

test('what fails is told again with what came since, in order, and no more', async () => {
  answer = (response) => response.writeHead(500).end();
  const hooks = [webhook(`http://${address}/secret-path`)];
  const failed = tell(hooks, [some('one'), some('two')]);
  await expect(failed).rejects.toThrow('the webhook of `monitoring.tell`, number 1, was not told: it answered 500');
  await expect(failed).rejects.not.toThrow('secret-path');
  expect(got).toHaveLength(1);
  answer = (response) => response.writeHead(200).end();
  await tell(hooks, [some('three')]);
  expect(got.slice(1).map(({ news }) => news.text)).toEqual(['one', 'two', 'three']);
  await tell(hooks, []);
  expect(got).toHaveLength(4);
});

test('it is given up after ten attempts, and no more than twenty wait', async () => {
  const hooks = [webhook(`${await nobody()}/closed`)];
  const many = Array.from({ length: 30 }, (_, k) => some(`${k}`));
  await expect(tell(hooks, many)).rejects.toThrow('it could not be reached (ECONNREFUSED)');
  expect(kept().waiting.map(({ news }: { news: News }) => news.text)).toEqual(many.slice(10).map(({ text }) => text));
  for (let attempt = 2; attempt <= 10; attempt++) await tell(hooks, []).catch(() => {});
  expect(kept().waiting).toHaveLength(19);
});

test('a server that does not answer costs no more than its time, and one that sends elsewhere is not followed', async () => {
  answer = () => {};
  const begin = performance.now();
  await expect(tell([webhook(`http://${address}`, ['failure'], 0.2)], [some('x')])).rejects.toThrow(
    'did not answer in time',
  );
  expect(performance.now() - begin).toBeLessThan(2000);
  answer = (response) => response.writeHead(307, { location: `http://${address}/else` }).end();
  await expect(tell([webhook(`http://${address}/moved`)], [some('y')])).rejects.toThrow('could not be reached');
  expect(got).toHaveLength(2);
});

test('a program gets it on its input and in its environment, and no shell reads the words', async () => {
  const file = join(folder, 'out.json');
  const script = `let t='';process.stdin.on('data',(d)=>t+=d).on('end',()=>require('fs').writeFileSync(${JSON.stringify(file)},
    JSON.stringify({news:JSON.parse(t),kind:process.env.STRAT_KIND,text:process.env.STRAT_TEXT,words:process.argv.slice(1)})))`;
  await tell([command(process.execPath, '-e', script, '$(touch x); "a b"')], [some('it $HOME "happened"')]);
  const seen = JSON.parse(readFileSync(file, 'utf8'));
  expect(seen).toEqual({
    ...{
      news: some('it $HOME "happened"'),
      kind: 'failure',
      text: 'it $HOME "happened"',
      words: ['$(touch x); "a b"'],
    },
  });
});

test('an e-mail, by the example, through what takes messages as sendmail does', async () => {
  const sendmail = join(folder, 'sendmail');
  writeFileSync(sendmail, `#!/bin/sh\n{ echo "$@"; cat; } > '${folder}/mail'\n`, { mode: 0o700 });
  const environment = { PATH: process.env.PATH, SENDMAIL: sendmail };
  await tell(
    [command('sh', join(REPOSITORY, 'examples/monitoring/mail.sh'), 'me@example.org')],
    [some('it broke')],
    environment,
  );
  const [options, ...lines] = readFileSync(join(folder, 'mail'), 'utf8').split('\n');
  expect(options).toBe('-i -t');
  expect(lines.slice(0, 5)).toEqual([
    ...[
      'To: me@example.org',
      'Subject: strat: failure of a',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'it broke',
    ],
  ]);
  expect(JSON.parse(lines.at(-2)!)).toEqual(some('it broke'));
});

test('a program that fails, is not there, or does not end', async () => {
  const exits = command(process.execPath, '-e', 'process.exit(3)');
  await expect(tell([exits], [some('x')])).rejects.toThrow(
    'the command of `monitoring.tell`, number 1, was not told: it ended with exit code 3',
  );
  await expect(tell([command(join(folder, 'none'))], [some('x')])).rejects.toThrow('could not be started (ENOENT)');
  const hangs = { ...command(process.execPath, '-e', 'setInterval(() => {}, 1000)'), timeout_seconds: 0.3 };
  await expect(tell([hangs], [some('x')])).rejects.toThrow('did not end in time');
});

test('one hook that fails keeps no other from being told', async () => {
  await expect(tell([webhook(await nobody()), webhook(`http://${address}`)], [some('x')])).rejects.toThrow('number 1');
  expect(got.map(({ news }) => news.text)).toEqual(['x']);
});

test('that trouble is over is told to who was told of it', async () => {
  const stale: Told = { through: null, trouble: { kind: 'stale', code: 'paper-data-old', since: 'then' } };
  await tell([], [], {}, stale);
  const hooks = [webhook(`http://${address}/failures`, ['failure']), webhook(`http://${address}/stale`, ['stale'])];
  await tell(hooks, [some('over', 'recovered')], {}, { through: null, trouble: null });
  expect(got).toHaveLength(1);
});

test('… also to who was told of an earlier trouble of the same stretch only', async () => {
  const failure = { kind: 'failure', code: 'no-data', since: 'then' } as const;
  const silence = following(failure, { kind: 'silence', code: 'silence', since: 'later' });
  expect(silence).toEqual({ kind: 'silence', code: 'silence', since: 'later', before: ['failure'] });
  await tell([], [], {}, { through: null, trouble: silence });
  const hooks = (['failure', 'silence', 'stale'] as const).map((kind) => webhook(`http://${address}/${kind}`, [kind]));
  await tell(hooks, [some('over', 'recovered')], {}, { through: null, trouble: null });
  expect(got).toHaveLength(2);
});

test('a file that is spoilt is as if nothing was told', async () => {
  await tell([], []);
  writeFileSync(join(folder, 'told', 'a.json'), '{"version":1,"to');
  await tell([webhook(`http://${address}`)], [some('x')]);
  expect(got).toHaveLength(1);
});
