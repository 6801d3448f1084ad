/** The fourteen features, the cross-section and the normaliser, held to the worked cases. */
import { expect, test } from 'vitest';
import { evaluate } from '../../../runtime/evaluate/evaluate.ts';
import { toIsoDay } from '../../../runtime/market.ts';
import { runFeatures } from '../../../runtime/stages/features.ts';
import { expectClose } from '../../support/close.ts';
import { core14 } from '../../support/core14.ts';
import { Graph } from '../../support/expressions.ts';
import { marketOf } from '../../support/market.ts';
import { planOf } from '../../support/plan.ts';
import { describeWithShared, panel, vectors } from '../../support/vectors.ts';

type Rows<T> = readonly (readonly T[])[];

interface Case {
  readonly inputs: {
    readonly dates: readonly string[];
    readonly tickers: readonly string[];
    readonly high: Rows<number | null>;
    readonly low: Rows<number | null>;
    readonly close: Rows<number | null>;
    readonly volume: Rows<number | null>;
    readonly raw_close: Rows<number | null>;
    readonly raw_volume: Rows<number | null>;
    readonly benchmark: readonly number[] | null;
    readonly members: Rows<boolean>;
    readonly require: {
      readonly raw_close_at_least: number;
      readonly mean_dollar_volume_20d_at_least: number;
    } | null;
    readonly window: number;
  };
  readonly expected: {
    readonly features: Record<string, Rows<number | null>>;
    readonly cross_section: Rows<boolean>;
  };
}

const CASES = ['core14-benchmark', 'core14-members'];

function marketOfCase({ inputs }: Case) {
  const rawClose = panel(inputs.raw_close);
  const rawVolume = panel(inputs.raw_volume);
  return marketOf({
    tickers: inputs.tickers,
    sessions: inputs.dates,
    bars: {
      high: panel(inputs.high),
      low: panel(inputs.low),
      close: panel(inputs.close),
      volume: panel(inputs.volume),
      raw_close: rawClose,
      dollar_volume: rawClose.map((price, i) => price * rawVolume[i]!),
    },
    members: Uint8Array.from(panel(inputs.members)),
    benchmark: inputs.benchmark ? Float64Array.from(inputs.benchmark) : null,
  });
}

function planOfCase({ inputs }: Case) {
  const graph = new Graph();
  const features = core14(graph, inputs.benchmark !== null);
  const require: string[] = [];
  if (inputs.require) {
    const atLeast = (x: string, least: number) => graph.call('greater_equal', [x, graph.constant(least)], [], 'mask');
    const liquidity = graph.call('mean', [graph.field('dollar_volume')], [20]);
    require.push(atLeast(graph.field('raw_close'), inputs.require.raw_close_at_least));
    require.push(atLeast(liquidity, inputs.require.mean_dollar_volume_20d_at_least));
  }
  const range = { from: inputs.dates[0]!, to: inputs.dates.at(-1)! };
  return planOf({
    expressions: graph.nodes,
    features,
    require,
    label: graph.call('forward_return', [graph.field('close')], [1], 'label'),
    window: inputs.window,
    split: { train: range, validate: range, test: range },
  });
}

describeWithShared('core14: worked cases', () => {
  test.each(CASES)('%s: every feature', (name) => {
    const found = vectors<Case>(`book/${name}.json`);
    const plan = planOfCase(found);
    const market = marketOfCase(found);
    const { features } = plan.features;
    const nodes = features.map(({ node }) => node);
    const values = evaluate(plan.expressions, nodes, market);
    expect(features.map((feature) => feature.name).sort()).toEqual(Object.keys(found.expected.features).sort());
    for (const feature of features) {
      const expected = found.expected.features[feature.name]!;
      expected.forEach((row, t) => {
        row.forEach((value, i) => {
          const what = `${feature.name} of ${found.inputs.tickers[i]} on ${found.inputs.dates[t]}`;
          expectClose(values.column(feature.node, i)[t]!, value, what);
        });
      });
    }
  });

  test.each(CASES)('%s: the cross-section', (name) => {
    const found = vectors<Case>(`book/${name}.json`);
    const market = marketOfCase(found);
    const { present, sections } = runFeatures(planOfCase(found), market);
    expect(present).toEqual(Uint8Array.from(panel(found.expected.cross_section)));
    const expected = found.expected.cross_section.map((row, t) => ({
      day: found.inputs.dates[t]!,
      stocks: row.flatMap((inside, stock) => (inside ? [stock] : [])),
    }));
    const built = Array.from(sections.sessions, (session, s) => ({
      day: toIsoDay(market.sessions[session]!),
      stocks: [...sections.stocks.subarray(sections.offsets[s], sections.offsets[s + 1])],
    }));
    expect(built).toEqual(expected.filter(({ stocks }) => stocks.length > 0));
  });
});
