import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../runtime/quality/rules.ts';

describe('docs/quality.md', () => {
  const text = readFileSync('docs/quality.md', 'utf8');

  it.each(Object.values(RULES))('says of $name what it finds and when it is wrong', ({ name, finds, falseAlarms }) => {
    const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\``));
    expect(row).toContain(`| ${finds} |`);
    expect(row).toContain(`| ${falseAlarms} |`);
  });
});
