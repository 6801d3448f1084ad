/** What reports call the pieces of the evidence. */
import type { Baseline, BaselineId, FigureInterval } from '../evidence/types.ts';
import type { ReportInput } from './input.ts';
import type { Role } from './palette.ts';
import type { LegendEntry } from './plots/plot.ts';

interface BaselineName {
  readonly label: string;
  /** What it is, as part of a sentence. */
  readonly how: string;
  readonly role: Role;
  readonly mark: LegendEntry['mark'];
}

const BASELINES: Record<Exclude<BaselineId, 'benchmark'>, BaselineName> = {
  ridge: {
    label: 'Ridge regression',
    how: 'on the same features, fitted on train, its penalty chosen on validation',
    role: 'ridge',
    mark: 'line',
  },
  momentum: {
    label: '12-1 momentum',
    how: 'the predictions handed out in the order of the return over a year less its last month',
    role: 'momentum',
    mark: 'line',
  },
  reversal: {
    label: '5-session reversal',
    how: 'the predictions handed out in the order of the loss over five sessions',
    role: 'reversal',
    mark: 'line',
  },
  'equal weight': {
    label: 'Equal weight',
    how: 'of the whole cross-section, long only, rebalanced when the strategy is, at the same costs',
    role: 'gross',
    mark: 'dashed',
  },
};

export function baselineName({ id }: Pick<Baseline, 'id'>, { universe }: Pick<ReportInput, 'universe'>): BaselineName {
  if (id !== 'benchmark') return BASELINES[id];
  const label = universe.benchmark ?? 'The universe';
  const how = universe.benchmark === null ? 'its mean return, before costs' : 'bought at the first fill and held';
  return { label, how, role: 'benchmark', mark: 'line' };
}

export const FIGURE_NAMES: Record<FigureInterval['figure'], string> = {
  sharpe: 'Sharpe ratio',
  annualReturn: 'Annual return',
  volatility: 'Volatility',
  maxDrawdown: 'Maximum drawdown',
  sortino: 'Sortino ratio',
  calmar: 'Calmar ratio',
  hitRate: 'Hit rate',
};

/** Those that are ratios by nature; the others are shares. */
export const RATIO_FIGURES: ReadonlySet<FigureInterval['figure']> = new Set(['sharpe', 'sortino', 'calmar']);

/** A month: over fewer a ratio says nothing. */
export const FEWEST_SESSIONS = 20;

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
