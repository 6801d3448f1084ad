/** The evidence on disk: plain JSON, in which a double reads back as the same double. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from './types.ts';

const FILE = 'evidence.json';

export async function writeEvidence(folder: string, evidence: Evidence): Promise<void> {
  await writeFile(join(folder, FILE), `${JSON.stringify(evidence)}\n`);
}

export async function readEvidence(folder: string): Promise<Evidence> {
  return JSON.parse(await readFile(join(folder, FILE), 'utf8')) as Evidence;
}
