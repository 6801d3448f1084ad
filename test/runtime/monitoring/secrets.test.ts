import { expect, test } from 'vitest';
import { redactor, referencesIn, resolved } from '../../../runtime/monitoring/secrets.ts';

test('a setting is made of variables; one that is not set makes none', () => {
  expect(referencesIn(`https://x/\${ONE}/\${TWO}`)).toEqual(['ONE', 'TWO']);
  expect(resolved(`https://x/\${ONE}/\${TWO}`, { ONE: '1', TWO: '$&2' })).toBe('https://x/1/$&2');
  expect(resolved(`https://x/\${ONE}`, { ONE: '' })).toBeNull();
  expect(resolved('https://x', {})).toBe('https://x');
});

test.each([
  ['of a variable that the config names', { HOOK: 'abcdef' }, 'at abcdef', 'at [secret]'],
  ['of one that sounds secret', { MY_API_TOKEN: 'abcdef' }, 'at abcdef', 'at [secret]'],
  ['of one that does not', { HOME: '/home/me' }, 'in /home/me', 'in /home/me'],
  ['too short to be told from words', { API_KEY: 'not' }, 'it could not', 'it could not'],
  ['one within another', { A_KEY: 'abcdef', B_KEY: 'abcdefgh' }, 'abcdefgh abcdef', '[secret] [secret]'],
  ['as addresses have it', { A_KEY: 'a b&c/d' }, 'q=a%20b%26c%2Fd', 'q=[secret]'],
  ['as JSON has it', { A_KEY: 'a"b\\cde' }, 'a\\"b\\\\cde', '[secret]'],
  [
    'user and password of an address in it',
    { HOOK: 'https://me1234:pw5678@x.y/z' },
    'sent pw5678 for me1234',
    'sent [secret] for [secret]',
  ],
  ['user and password of any address', {}, 'GET https://me:pw@x.y/z', 'GET https://[secret]@x.y/z'],
])('a value %s', (_, environment, text, expected) => {
  expect(redactor(environment, ['HOOK'])(text)).toBe(expected);
});
