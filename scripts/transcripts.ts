/**
 * Runs the `console` blocks of documents and puts what they print in place of what is shown and no longer true:
 * `node scripts/transcripts.ts docs/tutorial.md …`; without a name all documents. Read the difference before it is committed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents, ROOT } from './docs/documents.ts';
import { isRun, runDocument } from './docs/run.ts';

const named = process.argv.slice(2);
for (const document of documents()) {
  if (!document.blocks.some(isRun) || (named.length > 0 && !named.includes(document.path))) continue;
  const lines = document.text.split('\n');
  for (const { block, text, failures } of (await runDocument(document)).toReversed()) {
    for (const failure of failures) process.stderr.write(`${document.path}:${block.line}: ${failure}\n`);
    const indent = /^ */.exec(lines[block.line - 1]!)![0];
    lines.splice(block.line, block.text.split('\n').length, ...text.split('\n').map((line) => indent + line));
  }
  writeFileSync(join(ROOT, document.path), lines.join('\n'));
}
