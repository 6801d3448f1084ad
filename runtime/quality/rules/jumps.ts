/**
 * Moves of more than ten of the ticker's own standard deviations that no action explains, and that are either taken back
 * at once, as a slip of the vendor is, or came without the money that news bring. `../moves.ts` has the reasons.
 * The value is the move in deviations.
 */
import { JUMP_LIMIT, unexplainedMoves } from '../moves.ts';
import type { TickerRule } from '../rule.ts';
import { likeASplit } from '../splits.ts';

export const jumps: TickerRule = {
  name: 'jumps',
  finds: `moves over ${JUMP_LIMIT} deviations that neither an action nor news explains`,
  falseAlarms: 'spin-offs and special dividends that nobody told; news of a quiet day; stocks of pennies',
  find(bars, circumstances, tell) {
    for (const { at, move, deviations, spike } of unexplainedMoves(bars, circumstances)) {
      // Those have a rule of their own.
      if (!spike && likeASplit(move) !== null) continue;
      const detail = `× ${Math.exp(move).toPrecision(3)}${spike ? ', taken back at once' : ''}`;
      const day = bars.days[at]!;
      tell({ from: day, to: day, bars: 1, value: deviations, limit: JUMP_LIMIT, detail });
    }
  },
};
