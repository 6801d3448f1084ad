/** Named data: the market's own columns, and what the caller adds. */
import type { ExpressionNode } from '../../compiler/plan.ts';
import { groupPanel, inGroup } from '../groups.ts';
import { invariant } from '../invariant.ts';
import { BAR_FIELDS, type Market, type Panel } from '../market.ts';
import { isNamed } from './registeredKernel.ts';
import { shapeOf } from './schedule.ts';
import type { Value } from './values.ts';

/** The part of a market that expressions can see. */
export type MarketColumns = Pick<
  Market,
  'sessions' | 'tickers' | 'bars' | 'members' | 'benchmark' | 'external' | 'sectors'
>;

/** What is there besides the market's own fields, such as `prediction`: panels and series by field name. */
export interface ExtraInputs {
  readonly fields?: Readonly<Record<string, Panel>>;
}

/** @throws UserError `no-such-sector` when the data know no sector of the name that the strategy asks for. */
export function fieldValue(node: ExpressionNode, market: MarketColumns, extra: Readonly<Record<string, Panel>>): Value {
  const name = node.name ?? '';
  const shape = shapeOf(node);
  const values = isNamed(node.op) ? namedOf(node.op, name, market) : fieldOf(name, market, extra);
  invariant(values, `field '${name}' is not in this market`);
  const length = shape === 'panel' ? market.tickers.length * market.sessions.length : market.sessions.length;
  invariant(
    shape !== 'scalar' && values.length === length,
    `field '${name}' is a ${shape} of ${length} values and was given ${values.length}`,
  );
  return { shape, values };
}

function namedOf(op: string, name: string, { external, sectors }: MarketColumns): Float64Array | null | undefined {
  return op === 'in_sector' ? sectors && inGroup(sectors, name) : external[name]?.values;
}

function fieldOf(
  name: string,
  market: MarketColumns,
  extra: Readonly<Record<string, Panel>>,
): Float64Array | null | undefined {
  if (Object.hasOwn(extra, name)) return extra[name];
  const bar = BAR_FIELDS.find((field) => field === name);
  if (bar) return market.bars[bar];
  if (name === 'sector') return market.sectors && groupPanel(market.sectors);
  return name === 'benchmark_close' ? market.benchmark : null;
}
