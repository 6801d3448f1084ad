/** Content hashes: SHA-256 over JSON with sorted keys, so that what is equal in meaning is equal in bytes. */
import { hash } from 'node:crypto';
import { invariant } from '../invariant.ts';
import type { Hash } from '../plan.ts';

export type Canonical = null | boolean | number | string | readonly Canonical[] | { readonly [key: string]: Canonical };

export function hashOf(value: Canonical): Hash {
  return hash('sha256', canonicalJson(value));
}

/**
 * `hashOf` a record whose keys are written in order already and whose values are flat: what a large plan has thousands
 * of. Four times as fast.
 */
export function hashOfOrdered(record: { readonly [key: string]: Canonical }): Hash {
  return hash('sha256', JSON.stringify(record));
}

export function canonicalJson(value: Canonical): string {
  if (typeof value === 'number') {
    invariant(Number.isFinite(value), 'a number that is not finite reached a hash');
    return JSON.stringify(value);
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value as Record<string, Canonical>).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}
