import type { Axes } from '../market.ts';
import type { Column } from '../parquet/writing.ts';
import type { BookResult } from '../results.ts';

/** Columns of `cuts.parquet`: when, whom, by what, and the weight before and after. */
export function cutColumns({ cuts, decisions }: Pick<BookResult, 'cuts' | 'decisions'>, axes: Axes): Column[] {
  const double = (name: string, values: Float64Array): Column => ({ name, type: 'double', values });
  const filled = Int32Array.from(cuts.decision, (d) => axes.sessions[decisions.filled[d]!]!);
  return [
    { name: 'filled', type: 'date', values: filled },
    { name: 'ticker', type: 'name', values: cuts.stock, names: axes.tickers },
    { name: 'by', type: 'name', values: Int32Array.from(cuts.by), names: cuts.names },
    double('figure', cuts.figure),
    double('most', cuts.most),
    double('weight_before', cuts.before),
    double('weight_after', cuts.after),
  ];
}
