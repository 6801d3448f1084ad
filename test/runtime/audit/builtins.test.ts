/** Every built-in of the language, by the example its reference shows, cut short and begun later. */
import { describe, expect, it } from 'vitest';
import type { NodeId, Plan } from '../../../compiler/plan.ts';
import { compareExpressions } from '../../../runtime/audit/compareExpressions.ts';
import { measureDrift } from '../../../runtime/audit/drift.ts';
import { Findings } from '../../../runtime/audit/findings.ts';
import { loadKnown } from '../../../runtime/audit/knownMarket.ts';
import { auditedExpressions } from '../../../runtime/audit/nodes.ts';
import { BAR_FIELDS, type Market } from '../../../runtime/market.ts';
import { type MarketData, marketRequest } from '../../../runtime/ports.ts';
import { makeSynthetic } from '../../../runtime/sources/synthetic/source.ts';
import { BUILTINS } from '../../../stdlib/registry.ts';
import { planOf, variant } from '../../compiler/support.ts';
import { statementOf } from '../../support/examples.ts';
import { syntheticConfig } from '../../support/syntheticMarket.ts';

const market = withGaps(
  makeSynthetic(syntheticConfig(12), {
    members: { source: 'constituents', index: 'SP500' },
    benchmark: 'SPY',
    calendar: 'XNYS',
    series: [],
    sectors: false,
    period: { from: '2019-01-01', to: '2022-06-30' },
  }),
);
const data: MarketData = { description: 'with gaps', snapshot: async () => 'gaps', load: async () => market };

/** What halts and late listings look like: a bar missing here and there, and stretches of them. */
function withGaps(whole: Market): Market {
  for (const field of BAR_FIELDS) {
    const panel = whole.bars[field];
    for (let at = 0; at < panel.length; at++) if (at % 97 === 0 || at % 1009 < 30) panel[at] = Number.NaN;
  }
  return whole;
}

/** The expressions that a built-in is in: those of the example, and all they are made of. */
function nodesOf(name: string): { plan: Plan; nodes: ReturnType<typeof auditedExpressions>['market'] } {
  const builtin = BUILTINS.find((each) => each.name === name)!;
  const plan = planOf(variant(statementOf(builtin)));
  return { plan, nodes: auditedExpressions(plan).market };
}

// `constituents` is membership and `market_return` is rewritten into others; losses and the book's figures have no values
// over the market: audits of whole strategies stand for all of these.
const evaluated = BUILTINS.filter(({ kernel }) => kernel.shape === 'column' || kernel.shape === 'across');

describe.each(evaluated.map(({ name, example }) => [name, example]))('%s: %s', (name) => {
  const { plan, nodes } = nodesOf(name);
  const isLabel = nodes.some(({ op, kind }) => op === name && kind === 'label');

  it.each(['open', 'close'] as const)('knows nothing after the %s at which it is cut', async (at) => {
    expect(nodes.map(({ op }) => op)).toContain(name);
    const findings = new Findings(market);
    for (const session of [30, 253, 254, 700]) {
      const known = await loadKnown(data, marketRequest(plan), market, { session, at });
      compareExpressions(
        {
          plan,
          nodes,
          whole: { market, fields: {} },
          known: { ...known, fields: {} },
          cut: { session, at },
          describe: ({ id, op }) => ({ id, stage: 'expressions', text: op, place: null, inputs: [] }),
        },
        findings,
      );
    }
    const compared = findings.all();
    expect(compared.filter(({ differing }) => differing > 0)).toEqual([]);
    expect(compared.every(({ values }) => values > 0)).toBe(true);
  });

  it('reaches back as far as it says and no further', () => {
    const features = nodes
      .filter(({ op, kind }) => op === name && ['panel', 'series', 'mask', 'groups'].includes(kind))
      .map(({ id }: { id: NodeId }) => ({ name: id, node: id }));
    expect(features.length > 0).toBe(!isLabel);
    for (const each of measureDrift({ ...plan, features: { features, normalize: null } }, market)) {
      expect(each).toMatchObject({ ok: true });
      if (!each.recursive) expect(each.drift[0]).toBe(0);
    }
  });
});
