/** Configs in documents pass the schema; fragments do within the least config of their source. */
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseConfig, renderConfigProblems } from '../../configs/load.ts';
import type { Block } from '../../scripts/docs/blocks.ts';
import { withLeast } from '../support/configs.ts';
import { cases, wordsOf } from './support.ts';

describe('configs', () => {
  test.each(cases(['yaml']))('%s', (_place, block) => {
    const text = configOf(block);
    if (block.options.has('plain')) return;
    const result = parseConfig(text, 'config.yaml');
    expect('problems' in result ? renderConfigProblems(result.problems, text, 'config.yaml') : '').toBe('');
  });
});

function configOf(block: Block): string {
  const written: object = parse(block.text);
  const [source = 'csv'] = wordsOf(block, 'fragment');
  return block.options.has('fragment') ? stringify(withLeast(source, written)) : block.text;
}
