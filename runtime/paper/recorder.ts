/** Hears what one session of the book tells, and keeps copies: its arrays are used again. */
import type { CutState } from '../book/cuts.ts';
import type { BookRecorder, Decision, EndedHolding, Fill } from '../book/decision.ts';

/** Of a decision, what is told when it is taken and when it is filled alike. */
export type Decided = Pick<Decision, 'decided' | 'rebalance' | 'whyNot' | 'resumed' | 'flat' | 'stops' | 'order'>;

export interface HeardFill {
  readonly decision: Decided & { readonly scale: number };
  /** In USD, before it. */
  readonly equity: number;
  readonly wanted: Float64Array;
  readonly drifted: Float64Array;
  readonly held: Float64Array;
  readonly turnover: number;
  readonly cost: number;
  readonly borrow: number;
  /** What limits and stops of positions took, until and at the fill. */
  readonly cuts: CutState;
}

export class SessionRecorder implements BookRecorder {
  fill: HeardFill | null = null;
  holding: EndedHolding | null = null;

  ended(holding: EndedHolding): void {
    this.holding = { ...holding };
  }

  filled({ decision, equityBeforeFill, limited, drifted, held, turnover, cost, borrow }: Fill): void {
    const { decided, rebalance, whyNot, resumed, flat, stops, order, scale, cuts } = decision;
    this.fill = {
      decision: { decided, rebalance, whyNot, resumed, flat, stops, order, scale },
      equity: equityBeforeFill,
      wanted: limited.slice(),
      drifted: drifted.slice(),
      held: held.slice(),
      turnover,
      cost,
      borrow,
      cuts: cuts.save(),
    };
  }
}
