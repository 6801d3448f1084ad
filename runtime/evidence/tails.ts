/** What one session may lose, by three methods at two levels. */
import { filteredRisk, gaussianRisk, historicalRisk } from '../figures/tailRisk.ts';
import type { TailRow } from './types.ts';

const LEVELS = [0.95, 0.99];

const METHODS = { historical: historicalRisk, gaussian: gaussianRisk, garch: filteredRisk } as const;

/** Without those that are undefined, such as GARCH on few returns. */
export function tailsOf(net: Float64Array): TailRow[] {
  return (Object.keys(METHODS) as (keyof typeof METHODS)[]).flatMap((method) =>
    LEVELS.flatMap((level) => {
      const risk = METHODS[method](net, level);
      return risk === null ? [] : [{ method, level, ...risk }];
    }),
  );
}
