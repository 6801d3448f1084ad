/** What `lstm.wasm` is compiled from, as one hash: it tells whether the committed module is older than its sources. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const core = new URL('../../runtime/models/fused/core/', import.meta.url);
const glue = new URL('../../runtime/models/fused/portable/portable.cpp', import.meta.url);

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function sourcesHash(): string {
  const files = readdirSync(core).filter((name) => /\.(h|cpp)$/.test(name));
  const contents = [...files.sort().map((name) => new URL(name, core)), glue].map((url) => readFileSync(url));
  return sha256(contents.map(sha256).join(''));
}
