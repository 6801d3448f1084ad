/**
 * What paper trading publishes: documents of three collections, one point each in a vector store. A document is known by
 * what it is about, so that whoever writes it again, and however often, writes the same one.
 */
import { createHash } from 'node:crypto';
import type { Collection, PayloadOf } from './payloads.ts';

/** Of length one, or all zero; so that a product of two is their cosine. */
export type UnitVector = Float32Array;
/** `features`: what the model read. `decision`: weight, prediction, return, price and side. */
export const VECTOR_KINDS = ['features', 'decision'] as const;
export type VectorKind = (typeof VECTOR_KINDS)[number];

export interface DocumentOf<C extends Collection> {
  readonly id: string;
  readonly collection: C;
  readonly payload: PayloadOf[C];
  readonly vectors: Readonly<Partial<Record<VectorKind, UnitVector>>>;
}
export type Document = { [C in Collection]: DocumentOf<C> }[Collection];

/** Namespace of the ids: drawn once, never to be changed. */
const NAMESPACE = Buffer.from('5b0e3c0d5f6f4b0ea1d47a1f1c9c6a52', 'hex');

/** UUID of version 5 (RFC 9562, 5.5) of what a document is about. */
export function documentId(collection: Collection, account: string, day: string, ticker = ''): string {
  const name = [collection, account, day, ticker].join('/');
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
