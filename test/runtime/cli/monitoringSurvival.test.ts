/** Killed again and again while it catches up: the journal has each session once, the log no half line, the heartbeat is whole. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { random } from '../../../runtime/random.ts';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

const place = new Workplace();
afterAll(() => place.remove());

const KILLS = 12;
const paper = place.path('.strat/paper');
const WORDS = ['run', 'small.strat', '--mode', 'paper', '-c', 'c.yaml', '--replay', '2022-01-01..2022-03-31'] as const;

test('SIGKILL at random instants', async () => {
  place.write('small.strat', smallStrategy());
  place.write('c.yaml', SMALL_CONFIG);
  await place.strat(...WORDS);
  const chance = random(7);
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, outcome } = place.start(...WORDS, '--until', `2022-03-${String(10 + kill)}`);
    await Promise.race([once(child.stdout!, 'data'), outcome]);
    await wait(150 * chance.uniform());
    child.kill('SIGKILL');
    await outcome;
    const heartbeat = join(paper, 'heartbeat', 'small.json');
    expect(JSON.parse(readFileSync(heartbeat, 'utf8'))).toMatchObject({ version: 1, account: 'small' });
  }
  expect(await place.strat(...WORDS, '--catch-up')).toMatchObject({ code: 0 });

  const ledger = new DatabaseSync(join(paper, 'ledger.db'), { readOnly: true });
  const booked = ledger.prepare('SELECT day FROM sessions ORDER BY number').all();
  ledger.close();
  const journal = readdirSync(join(paper, 'journal'))
    .sort()
    .map((name) => readFileSync(join(paper, 'journal', name), 'utf8'));
  expect(journal.join('').match(/^## .+$/gm)).toEqual(booked.map(({ day }) => `## ${day}`));
  const [log] = readdirSync(join(paper, 'logs'));
  const lines = readFileSync(join(paper, 'logs', log!), 'utf8')
    .trimEnd()
    .split('\n');
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  const told = (event: string) => lines.filter((line) => line.includes(`"${event}"`)).length;
  // Most were killed between the two, which is what this is about.
  expect(told('invocation-started') - told('invocation-ended')).toBeGreaterThan(KILLS / 2);
  expect(existsSync(join(paper, 'journal', 'small-2022-03.md'))).toBe(true);
}, 120_000);
