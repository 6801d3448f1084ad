/** `paper.broker`: the address of an account, to which keys are sent, and in which none is written. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../configs/load.ts';

function address(url: string) {
  const result = parseConfig(`data: { source: synthetic }\npaper: { broker: { url: "${url}" } }\n`, 'c.yaml');
  if ('problems' in result) return result.problems.map(({ message }) => message);
  const { broker } = result.config.paper;
  return broker !== 'simulated' && 'url' in broker ? broker.url : broker;
}

test.each([
  'https://paper-api.example.com',
  'https://paper-api.example.com/part',
  'http://localhost:8080',
  'http://127.0.0.1',
  'http://[::1]:8080/',
])('%s', (url) => {
  expect(address(url)).toBe(url);
});

test.each([
  ['http://me:secret@localhost', 'an address without a user, a password or a key'],
  ['https://me@paper-api.example.com', 'an address without a user, a password or a key'],
  ['https://paper-api.example.com/?key=secret', 'an address without a user, a password or a key'],
  ['http://paper-api.example.com', 'an address that begins with https://'],
  ['http://localhost.example.com', 'an address that begins with https://'],
  ['ftp://localhost', 'an address such as https://paper-api.example.com'],
  ['paper-api', 'an address such as https://paper-api.example.com'],
])('%s is refused', (url, message) => {
  expect(address(url)).toEqual([expect.stringContaining(`\`paper.broker.url\` must be ${message}`)]);
});
