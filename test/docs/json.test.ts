import { expect, test } from 'vitest';
import { cases } from './support.ts';

test('JSON in documents is JSON', () => {
  for (const [place, { text }] of cases(['json'])) expect(() => JSON.parse(text), place).not.toThrow();
});
