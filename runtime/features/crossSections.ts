/** Who is in the cross-section of each session. All masks and panels are stock-major. */
import type { Axes, Panel } from '../market.ts';
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

/** Those of some sessions, asked in order. */
export function sectionsWhere(sections: CrossSections, isAsked: (session: number) => boolean): CrossSections {
  const which = [...sections.sessions.keys()].filter((s) => isAsked(sections.sessions[s]!));
  const offsets = new Int32Array(which.length + 1);
  const parts = which.map((s) => sections.stocks.subarray(sections.offsets[s]!, sections.offsets[s + 1]!));
  for (const [k, part] of parts.entries()) offsets[k + 1] = offsets[k]! + part.length;
  const stocks = new Int32Array(offsets.at(-1)!);
  for (const [k, part] of parts.entries()) stocks.set(part, offsets[k]!);
  return { sessions: Int32Array.from(which, (s) => sections.sessions[s]!), offsets, stocks };
}

/** Values laid out like `sections.stocks` as a panel; NaN elsewhere. */
export function panelOfSections(
  { sessions, offsets, stocks }: CrossSections,
  values: ArrayLike<number>,
  axes: Axes,
): Panel {
  const panel = new Float64Array(axes.tickers.length * axes.sessions.length).fill(Number.NaN);
  for (let s = 0; s < sessions.length; s++) {
    for (let k = offsets[s]!; k < offsets[s + 1]!; k++) {
      panel[stocks[k]! * axes.sessions.length + sessions[s]!] = values[k]!;
    }
  }
  return panel;
}
