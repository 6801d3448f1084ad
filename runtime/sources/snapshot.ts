/** What a snapshot id is made of. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { MarketRequest } from '../ports.ts';

/** The request as one text: the same meaning, the same text. A list of members is a set. */
export function canonicalRequest(request: MarketRequest): string {
  const { members, benchmark, calendar, period } = request;
  return JSON.stringify([
    members.source === 'list' ? ['list', [...new Set(members.tickers)].sort()] : ['constituents', members.index],
    benchmark,
    calendar,
    period.from,
    period.to,
  ]);
}

/** SHA-256 of a file's bytes, read in pieces. Never remembered: size and time can stay the same when bits change. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
