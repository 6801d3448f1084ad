/** Everything a run can refuse is explained, and nothing is explained that no run can say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CODES } from '../../compiler/messages.ts';
import { codes, explain } from '../../runtime/cli/explain.ts';
import { PROBLEMS } from '../../runtime/problems/problems.ts';

const RUNTIME = join(import.meta.dirname, '../../runtime');

test('every code a run can give is in the table, by its type; each one in the table is given somewhere', () => {
  const sources = readdirSync(RUNTIME, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('problems/'))
    .map((name) => readFileSync(join(RUNTIME, name), 'utf8'))
    .join('\n');
  expect(Object.keys(PROBLEMS).filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
});

test('a code means one thing: checking and running share none', () => {
  const { running, suspicions } = codes();
  expect(running.filter((code) => (CODES as readonly string[]).includes(code))).toEqual(['unknown-calendar']);
  expect(suspicions.filter((code) => [...CODES, ...running].includes(code))).toEqual([]);
});

test('what happened, and what to do', async () => {
  const { running, suspicions } = codes();
  const texts = [...running, ...suspicions].map(explain);
  await expect(`${texts.join('\n\n\n')}\n`).toMatchFileSnapshot('../golden/explain-running.txt');
});
