/** Writes docs/reference.md: `node scripts/reference.ts`. A test fails when it is stale. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceMarkdown } from '../compiler/reference.ts';

writeFileSync(join(import.meta.dirname, '../docs/reference.md'), referenceMarkdown());
