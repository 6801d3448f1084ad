/** Every strategy and library of the repository, in a fixed order: what mutations start from. */
import { globSync, readFileSync } from 'node:fs';

export const SOURCES: readonly string[] = globSync('{strategies,examples,stdlib,test/golden}/**/*.strat')
  .toSorted()
  .map((path) => readFileSync(path, 'utf8'));
