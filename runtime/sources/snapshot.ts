/** What a snapshot id is made of. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { MembersSpec } from '../../compiler/plan.ts';
import type { MarketRequest } from '../ports.ts';

/** The request as one text: the same meaning, the same text. A list of members is a set. */
export function canonicalRequest(request: MarketRequest): string {
  const { members, benchmark, calendar, period } = request;
  return JSON.stringify([canonicalMembers(members), benchmark, calendar, period.from, period.to]);
}

function canonicalMembers(members: MembersSpec): unknown {
  switch (members.source) {
    case 'list':
      return ['list', [...new Set(members.tickers)].sort()];
    case 'constituents':
      return ['constituents', members.index];
    case 'all':
      return ['all'];
    default:
      return [members.source, ...members.of.map(canonicalMembers)];
  }
}

const PIECE = 1 << 19;

/**
 * SHA-256 of a file's bytes, one piece hashed while the next is read. Never remembered: size and time can stay the same
 * when bits change.
 */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path);
  try {
    let [piece, spare] = [Buffer.allocUnsafe(PIECE), Buffer.allocUnsafe(PIECE)];
    let { bytesRead } = await file.read(piece);
    while (bytesRead > 0) {
      const next = file.read(spare);
      hash.update(piece.subarray(0, bytesRead));
      ({ bytesRead } = await next);
      [piece, spare] = [spare, piece];
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}
