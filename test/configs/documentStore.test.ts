/** The section `store`: a word, or a group; never a secret. */
import { expect, test } from 'vitest';
import { portIn, qdrantIn } from '../../configs/documentStore.ts';
import { parseConfig } from '../../configs/load.ts';

function read(store: string) {
  const result = parseConfig(`data: { source: synthetic }\nstore: ${store}\n`, 'c.yaml');
  if ('problems' in result) return result.problems.map(({ message }) => message);
  return qdrantIn(result.config.store);
}

test('a word is enough', () => {
  expect(read('embedded')).toBeNull();
  expect(read('qdrant')).toEqual({ url: 'http://localhost:6333', prefix: '' });
});

test('a group says where, and what collections are called by', () => {
  expect(read('{ qdrant: { url: "https://store.example:6334/part", prefix: desk_ } }')).toEqual({
    url: 'https://store.example:6334/part',
    prefix: 'desk_',
  });
});

test.each([
  ['embeded', '`store` must be `embedded` or `qdrant` or a group of settings, and is the text "embeded"'],
  ['{ qdrant: { api_key: x } }', 'there is no `api_key` in `store.qdrant`'],
  [
    '{ qdrant: { prefix: a b } }',
    '`store.qdrant.prefix` must be letters, digits, dashes and underscores, and is the text "a b"',
  ],
])('%s is refused', (store, message) => {
  expect(read(store)).toEqual([message]);
});

test.each(['http://me:secret@store.example', 'http://store.example/?api-key=secret'])(
  'no key in an address: %s',
  (url) => {
    expect(read(`{ qdrant: { url: "${url}" } }`)).toEqual([
      expect.stringContaining('must be an address without a user, a password or a key'),
    ]);
  },
);

test.each([
  ['http://localhost:6334', 6334],
  ['http://localhost', 6333],
  ['https://store.example/part:1', 6333],
  ['https://store.example:443', 443],
  ['http://[::1]:80/part', 80],
  ['http://[::1]', 6333],
])('the port of %s', (url, port) => {
  expect(portIn(url)).toBe(port);
});
