/** `data.feed`: how a vendor is asked, and what only some feeds take. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../configs/load.ts';

function feed(text: string) {
  const result = parseConfig(`data:\n  source: store\n  path: s\n  feed: ${text}\n`, 'x.yaml');
  if ('problems' in result) return result.problems.map(({ message }) => message);
  const { data } = result.config;
  return data.source === 'store' ? data.feed : null;
}

test('what is not said is what gets nobody banned: one request a second, two at once', () => {
  expect(feed('{ from: yahoo, tickers: [A] }')).toMatchObject({
    url: null,
    options: {},
    requests: { at_once: 2, per_minute: 60, retries: 5, timeout_seconds: 30 },
  });
});

test('options of a module are its own, whatever they hold', () => {
  expect(feed('{ from: ./x.ts, options: { path: a, deep: { list: [1] } } }')).toMatchObject({
    options: { path: 'a', deep: { list: [1] } },
  });
});

test.each([
  [
    '{ from: yahoo, url: "ftp://x" }',
    '`data.feed.url` must be an address such as https://proxy.example/yahoo, and is the text "ftp://x"',
  ],
  [
    '{ from: yahoo, url: "https://me:s3cret@proxy.example/yahoo" }',
    '`data.feed.url` must be an address without a user or a password, which no request may carry, and is the text ' +
      '"https://…@proxy.example/yahoo"',
  ],
  ['{ from: ./x.ts, url: "https://x.y" }', '`data.feed.url`: only `from: yahoo` has one'],
  [
    '{ from: yahoo, options: { a: 1 } }',
    '`data.feed.options`: only a module of your own, such as `from: ./stooq.ts`, takes any',
  ],
  ['{ from: yahoo, requests: { at_once: 0 } }', '`data.feed.requests.at_once` must be at least 1, and is 0'],
  ['{ from: yahoo, requests: { per_second: 9 } }', 'there is no `per_second` in `data.feed.requests`'],
])('%s', (text, message) => {
  expect(feed(text)).toEqual([message]);
});
