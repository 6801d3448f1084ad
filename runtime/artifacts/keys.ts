/** Keys of artifacts: a hash over everything a stage's result depends on, and nothing else. */
import { createHash } from 'node:crypto';

/** Hex SHA-256 over parts joined unambiguously; 40 digits are plenty for a folder name. */
export function artifactKey(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part};`);
  return hash.digest('hex').slice(0, 40);
}
