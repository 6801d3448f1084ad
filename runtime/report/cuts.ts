/** What limits and stops of positions took, summed up by limit. */
import { type Market, toIsoDay } from '../market.ts';
import type { BookResult } from '../results.ts';
import type { CutSummary } from './input.ts';

/** In the order in which limits came up; empty where none cut anything. */
export function cutSummaries(market: Market, { cuts, decisions }: BookResult): CutSummary[] {
  return cuts.names.flatMap((name, number) => {
    // What a stopped book would have held is of no interest to anybody.
    const isHeld = (k: number) => !decisions.flags[cuts.decision[k]!]!.flat;
    const rows = Array.from({ length: cuts.count }, (_, k) => k).filter((k) => cuts.by[k] === number && isHeld(k));
    const taken = (k: number) => Math.abs(cuts.before[k]!) - Math.abs(cuts.after[k]!);
    const [first] = rows;
    if (first === undefined) return [];
    const most = rows.reduce((best, k) => (taken(k) > taken(best) ? k : best), first);
    return [
      {
        by: name,
        orders: rows.length,
        decisions: new Set(rows.map((k) => cuts.decision[k]!)).size,
        stocks: new Set(rows.map((k) => cuts.stock[k]!).filter((stock) => stock >= 0)).size,
        taken: rows.reduce((sum, k) => sum + taken(k), 0) / decisions.count,
        largest: {
          // A limit of the whole book took from all names alike.
          ticker: market.tickers[cuts.stock[most]!] ?? 'all',
          session: toIsoDay(market.sessions[decisions.decided[cuts.decision[most]!]!]!),
          before: cuts.before[most]!,
          after: cuts.after[most]!,
          figure: Number.isNaN(cuts.figure[most]!) ? null : cuts.figure[most]!,
          limit: cuts.most[most]!,
        },
      },
    ];
  });
}
