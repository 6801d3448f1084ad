/**
 * Documents in the ledger: written with the session they are of, and in the same transaction. Each change has a number,
 * and a store elsewhere is told of all changes after the last one it has (`deliveries`): so nothing is lost while it is down.
 */
import type { Document, DocumentOf, UnitVector, VectorKind } from '../../publish/document.ts';
import type { Collection } from '../../publish/payloads.ts';
import type { DocumentFilter } from '../../publish/store.ts';
import type { Ledger } from './ledger.ts';

interface DocumentRow {
  readonly change: number;
  readonly id: string;
  readonly collection: Collection;
  readonly payload: string;
  readonly features: Uint8Array | null;
  readonly decision: Uint8Array | null;
}

const COLUMNS = 'change, id, collection, payload, features, decision';

/** Within a transaction. One that is there already is changed. */
export function writeDocument(ledger: Ledger, { id, collection, payload, vectors }: Document): void {
  const { account, day } = payload;
  const ticker = 'ticker' in payload ? payload.ticker : null;
  ledger.run(
    `INSERT INTO documents (change, id, collection, account, day, ticker, payload, features, decision)
     VALUES ((SELECT coalesce(max(change), 0) + 1 FROM documents), ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET change = excluded.change, payload = excluded.payload,
       features = excluded.features, decision = excluded.decision`,
    ...[id, collection, account, day, ticker, JSON.stringify(payload)],
    ...[bytesOf(vectors.features), bytesOf(vectors.decision)],
  );
}

/** Recommendations of the decision that was filled on a day; none when nothing was. */
export function recommendationsFilledOn(
  ledger: Ledger,
  account: string,
  day: string,
): readonly DocumentOf<'stock_recommendations'>[] {
  const rows = ledger.all<DocumentRow>(
    `SELECT ${COLUMNS} FROM documents WHERE collection = 'stock_recommendations' AND account = ?
       AND day = (SELECT decided FROM rebalances JOIN sessions ON sessions.id = session WHERE account = ? AND day = ?)
     ORDER BY ticker`,
    ...[account, account, day],
  );
  return rows.map((row) => documentIn(row) as DocumentOf<'stock_recommendations'>);
}

/** Net, of all holdings that have ended, oldest first. */
export function netReturns(ledger: Ledger, account: string): Float64Array {
  const sql = 'SELECT net FROM holdings JOIN sessions ON sessions.id = session WHERE account = ? ORDER BY number';
  return Float64Array.from(ledger.all<{ net: number }>(sql, account), ({ net }) => net);
}

// ── looking ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** In no order that anybody may rely on. */
export function findDocuments<C extends Collection>(
  ledger: Ledger,
  filter: DocumentFilter<C>,
): readonly DocumentOf<C>[] {
  const { where, values } = conditions(filter);
  const rows = ledger.all<DocumentRow>(`SELECT ${COLUMNS} FROM documents WHERE ${where}`, ...values);
  return rows.map((row) => documentIn(row) as DocumentOf<C>);
}

export function documentNamed<C extends Collection>(ledger: Ledger, collection: C, id: string): DocumentOf<C> | null {
  const sql = `SELECT ${COLUMNS} FROM documents WHERE id = ? AND collection = ?`;
  const row = ledger.get<DocumentRow>(sql, id, collection);
  return row && (documentIn(row) as DocumentOf<C>);
}

export function lastDocumentDay(ledger: Ledger, filter: DocumentFilter): string | null {
  const { where, values } = conditions(filter);
  return ledger.get<{ day: string | null }>(`SELECT max(day) AS day FROM documents WHERE ${where}`, ...values)!.day;
}

export function documentAccounts(ledger: Ledger): readonly string[] {
  const sql = 'SELECT DISTINCT account FROM documents ORDER BY account';
  return ledger.all<{ account: string }>(sql).map(({ account }) => account);
}

function conditions({ collection, account, from, to, side, ticker, notTicker, featureSet }: DocumentFilter) {
  const asked: readonly (readonly [string, string | null])[] = [
    ['collection = ?', collection],
    ['account = ?', account],
    ['day >= ?', from],
    ['day <= ?', to],
    ['ticker = ?', ticker],
    ['ticker <> ?', notTicker],
    ["payload ->> 'side' = ?", side],
    ["payload ->> 'feature_set' = ?", featureSet],
  ];
  const given = asked.flatMap(([condition, value]) => (value === null ? [] : [{ condition, value }]));
  return { where: given.map(({ condition }) => condition).join(' AND '), values: given.map(({ value }) => value) };
}

// ── delivering ─────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Change {
  /** Later changes have greater numbers. */
  readonly number: number;
  readonly document: Document;
}

/** What a destination has not been told yet, oldest change first. */
export function changesFor(ledger: Ledger, destination: string, limit: number): readonly Change[] {
  const sql = `SELECT ${COLUMNS} FROM documents WHERE change > ? ORDER BY change LIMIT ?`;
  const rows = ledger.all<DocumentRow>(sql, deliveredTo(ledger, destination), limit);
  return rows.map((row) => ({ number: row.change, document: documentIn(row) }));
}

export function countWaiting(ledger: Ledger, destination: string): number {
  const sql = 'SELECT count(*) AS count FROM documents WHERE change > ?';
  return ledger.get<{ count: number }>(sql, deliveredTo(ledger, destination))!.count;
}

function deliveredTo(ledger: Ledger, destination: string): number {
  const sql = 'SELECT change FROM deliveries WHERE destination = ?';
  return ledger.get<{ change: number }>(sql, destination)?.change ?? 0;
}

/** @param change 0: it has nothing, and is told all of it */
export function markDelivered(ledger: Ledger, destination: string, change: number): void {
  ledger.run('INSERT OR REPLACE INTO deliveries VALUES (?, ?)', destination, change);
}

// ── rows ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function documentIn({ id, collection, payload, features, decision }: DocumentRow): Document {
  const vectors: Partial<Record<VectorKind, UnitVector>> = {};
  if (features !== null) vectors.features = vectorIn(features);
  if (decision !== null) vectors.decision = vectorIn(decision);
  return { id, collection, payload: JSON.parse(payload), vectors } as Document;
}

function bytesOf(vector: UnitVector | undefined): Uint8Array | null {
  return vector === undefined ? null : new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A copy: bytes of a row need not lie where floats may. */
function vectorIn(bytes: Uint8Array): UnitVector {
  return new Float32Array(bytes.slice().buffer);
}
