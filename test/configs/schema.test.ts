/** `configs/schema.json`, held to the schema it is made of, by a validator that is not ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configJsonSchema, type JsonSchema, schemaText } from '../../configs/jsonSchema.ts';
import { parseConfig } from '../../configs/load.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'configs/schema.json');

test('it is what `node scripts/configSchema.ts` writes', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(schemaText());
});

const validate = new Ajv({ strict: false, formats: { uri: true, date: true } }).compile(
  JSON.parse(readFileSync(FILE, 'utf8')),
);

const SHIPPED = ['configs', 'examples'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && /^\s*source:/m.test(readFileSync(join(ROOT, folder, name), 'utf8')))
    .map((name) => join(folder, name)),
);

test.each(SHIPPED)('%s is valid by both', (name) => {
  const text = readFileSync(join(ROOT, name), 'utf8');
  expect(parseConfig(text, name)).toHaveProperty('config');
  expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
});

describe('what a run refuses is refused', () => {
  test.each([
    'data: { source: parqet }',
    'data: { source: synthetic, stocks: many }',
    'data: { source: synthetic, stoks: 100 }',
    'data: { source: csv, bars: { path: bars.csv } }',
    'data: { source: synthetic }\nengine: { backend: cuda }',
    'data: { source: synthetic }\npaper: { least_bars: 2 }',
  ])('%s', (text) => {
    expect(parseConfig(text, 'x.yaml')).toHaveProperty('problems');
    expect(validate(parse(text))).toBe(false);
  });
});

test('every setting whose meaning its name does not say is described', () => {
  const bare: string[] = [];
  walk(configJsonSchema(), '', bare);
  // Groups of columns, and what is called by its own name.
  const selfEvident =
    /(^|\.)(columns|path|date|ticker|open|high|low|close|volume|start|end|source|secret_from|also|rules|severity|remedy)$/;
  expect(bare.filter((path) => !selfEvident.test(path)).length).toBeLessThan(bare.length / 2);
  expect(bare.filter((path) => /^(engine|storage|monitoring)\.\w+$/.test(path) && path !== 'monitoring.log')).toEqual(
    [],
  );
});

function walk(schema: JsonSchema, path: string, bare: string[]): void {
  for (const each of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) walk(each, path, bare);
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    const below = path === '' ? key : `${path}.${key}`;
    if (inner.description === undefined) bare.push(below);
    walk(inner, below, bare);
  }
}
