/** Writes the TextMate grammar of the VS Code extension: `node scripts/textMate.ts`. A test fails when it is stale. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textMateGrammar } from './editor/textMate.ts';

const file = 'examples/editor/vscode/syntaxes/strat.tmLanguage.json';
writeFileSync(join(import.meta.dirname, '..', file), textMateGrammar());
