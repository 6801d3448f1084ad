/** Who is in the cross-section of each session. All masks are stock-major. */
import type { CrossSections } from '../models/model.ts';

/**
 * 1 where a stock is eligible at t and `complete` over the last `window` sessions, t included. Membership is asked at
 * t only: a stock that joined yesterday has a history all the same.
 */
export function presentOver(eligible: Uint8Array, complete: Uint8Array, sessions: number, window: number): Uint8Array {
  const present = new Uint8Array(eligible.length);
  for (let start = 0; start < eligible.length; start += sessions) {
    let run = 0;
    for (let i = start; i < start + sessions; i++) {
      run = complete[i] === 1 ? run + 1 : 0;
      if (run >= window && eligible[i] === 1) present[i] = 1;
    }
  }
  return present;
}

/** The present stocks of every session that has any, in ticker order. */
export function crossSectionsOf(present: Uint8Array, sessions: number): CrossSections {
  const counts = new Int32Array(sessions);
  for (let start = 0; start < present.length; start += sessions)
    for (let t = 0; t < sessions; t++) counts[t]! += present[start + t]!;

  const kept: number[] = [];
  const offsets = [0];
  const next = new Int32Array(sessions);
  let total = 0;
  for (let t = 0; t < sessions; t++) {
    if (counts[t] === 0) continue;
    next[t] = total;
    kept.push(t);
    total += counts[t]!;
    offsets.push(total);
  }

  const stocks = new Int32Array(total);
  for (let start = 0, stock = 0; start < present.length; start += sessions, stock++)
    for (let t = 0; t < sessions; t++) if (present[start + t] === 1) stocks[next[t]!++] = stock;
  return { sessions: Int32Array.from(kept), offsets: Int32Array.from(offsets), stocks };
}
