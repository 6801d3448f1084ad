/** Writes docs/reference.md and docs/diagnostics.md: `node scripts/reference.ts`. A test fails when one is stale. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../runtime/cli/commandTable.ts';
import { referenceMarkdown, references } from '../runtime/cli/reference/reference.ts';

for (const reference of references(COMMANDS)) {
  writeFileSync(join(import.meta.dirname, `../docs/${reference.file}.md`), referenceMarkdown(reference));
}
