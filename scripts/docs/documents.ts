/** Every document of the repository. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, blocksOf } from './blocks.ts';

export const ROOT = join(import.meta.dirname, '../..');

export interface Document {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** What is made, installed or kept: nothing that anybody wrote. */
const ELSEWHERE = /(^|[\\/])(node_modules|dist|runs|coverage|\.strat|\.git)$|^site$/;

/** In the order of the alphabet. */
export function documents(): readonly Document[] {
  const paths = globSync('**/*.md', { cwd: ROOT, exclude: (path) => ELSEWHERE.test(path) });
  return paths
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, blocks: blocksOf(text) };
    });
}
