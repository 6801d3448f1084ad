/** Packs the VS Code extension into the root of the repository: `npm run extension`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packExtension } from './editor/extension.ts';

const { name, bytes } = await packExtension();
writeFileSync(join(import.meta.dirname, '..', name), bytes);
process.stdout.write(`${name}: ${Math.round(bytes.length / 1024)} KB; code --install-extension ${name}\n`);
