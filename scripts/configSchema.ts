/** Writes configs/schema.json: `node scripts/configSchema.ts`. A test fails when it is stale. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaText } from '../configs/jsonSchema.ts';

writeFileSync(join(import.meta.dirname, '../configs/schema.json'), schemaText());
