/**
 * The synthetic index: the largest companies, reviewed every quarter with a buffer, as real ones are. A change is known
 * before the session in which it takes effect: it looks at the closes of the session before. A member that is delisted
 * leaves that day and is replaced by the largest company outside.
 */
import type { Panel } from '../../market.ts';
import type { Company } from './companies.ts';

const REVIEW = 63;
/** A member stays while it is among so many times the index's size; a company enters when within its size. */
const BUFFER = 1.03;
/** Sessions a company must have traded to enter, once the market is under way. */
const SEASONING = 21;

/** Members per day: five in six of the companies. */
export function indexSize(stocks: number): number {
  return Math.max(1, Math.round((stocks * 5) / 6));
}

/** Stock-major: 1 for a member. `capitalisation` is stock-major. */
export function drawMembers(companies: readonly Company[], sessions: number, capitalisation: Panel): Uint8Array {
  const stocks = companies.length;
  const size = indexSize(stocks);
  const members = new Uint8Array(stocks * sessions);
  let current = new Set<number>();
  for (let t = 0; t < sessions; t++) {
    const left = [...current].filter((i) => companies[i]!.gone > t);
    const short = left.length < Math.min(size, current.size);
    if (t % REVIEW === 0 || short) {
      const ranked = rankBySize(companies, sessions, capitalisation, t);
      const stay = t % REVIEW === 0 ? new Set(ranked.slice(0, Math.round(size * BUFFER))) : new Set(left);
      const next = left.filter((i) => stay.has(i));
      for (const i of ranked) if (next.length < size && !next.includes(i)) next.push(i);
      current = new Set(next.slice(0, size));
    }
    for (const i of current) members[i * sessions + t] = 1;
  }
  return members;
}

/** Companies that may be members at t, largest first by yesterday's close (the first session's own at the start). */
function rankBySize(companies: readonly Company[], sessions: number, capitalisation: Panel, t: number): number[] {
  const known = Math.max(0, t - 1);
  return companies
    .map((_, i) => i)
    .filter((i) => {
      const company = companies[i]!;
      const seasoned = t === 0 ? company.listed === 0 : company.listed === 0 || company.listed + SEASONING <= t;
      return seasoned && company.gone > t;
    })
    .sort((a, b) => capitalisation[b * sessions + known]! - capitalisation[a * sessions + known]! || a - b);
}

/**
 * Total-return level of the index weighted by capitalisation, 100 on the first session. Over a session it holds those
 * that were members at its start, a delisted one at its delisting return.
 */
export function valueWeighted(
  companies: readonly Company[],
  sessions: number,
  members: Uint8Array,
  capitalisation: Panel,
  close: Panel,
): Float64Array {
  const level = new Float64Array(sessions);
  level[0] = 100;
  for (let t = 1; t < sessions; t++) {
    let weighted = 0;
    let total = 0;
    for (const [i, company] of companies.entries()) {
      const at = i * sessions + t;
      const delisted = company.gone === t && members[at - 1] === 1;
      if (members[at] !== 1 && !delisted) continue;
      const size = capitalisation[at - 1]!;
      weighted += size * (delisted ? company.delistingReturn : close[at]! / close[at - 1]! - 1);
      total += size;
    }
    level[t] = level[t - 1]! * (1 + weighted / total);
  }
  return level;
}
