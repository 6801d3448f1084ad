/** From the text of `std.features.core14` to numbers: the fourteen features and the cross-section, worked cases. */
import { expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import type { Plan } from '../../../compiler/plan.ts';
import { importResolver } from '../../../runtime/cli/imports.ts';
import { evaluate } from '../../../runtime/evaluate/evaluate.ts';
import { toIsoDay } from '../../../runtime/market.ts';
import { runFeatures } from '../../../runtime/stages/features.ts';
import { expectClose } from '../../support/close.ts';
import { marketOf } from '../../support/market.ts';
import { windowsSplit } from '../../support/split.ts';
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

/** The plan of a strategy that includes `std.features.core14`, with the case's benchmark, `require` and window. */
function planOfCase({ inputs }: Case): Plan {
  const { require } = inputs;
  const text = `
    use std.features.core14
    strategy worked_case {
      universe {
        members constituents("TEST")
        ${inputs.benchmark ? 'benchmark SPY' : ''}
        calendar XNYS
        period 2025-01-02 .. 2025-12-31
        ${require ? `require raw_close >= ${require.raw_close_at_least} USD` : ''}
        ${require ? `require mean(dollar_volume, 20d) >= ${require.mean_dollar_volume_20d_at_least} USD` : ''}
      }
      features { include core14 }
      label next_return = forward_return(close, 1d)
      model lstm {
        window ${inputs.window}d
        layers 1
        hidden 4
        dropout 0%
        loss huber(delta: 0.05)
        optimizer adamw(learning_rate: 0.001, weight_decay: 0)
        epochs 1
        batch 8 sessions
        seed 7
      }
      split {
        train 2025-01-02 .. 2025-06-30
        validate 2025-07-01 .. 2025-09-30
        test 2025-10-01 .. 2025-12-31
      }
      portfolio { long top 1 by prediction gross 100% }
      execution {
        decide at close
        fill at next open
      }
    }`;
  const { plan, diagnostics } = compile({ file: 'worked_case.strat', text, resolve: importResolver() });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  // The case's few sessions are all there is: each window of the split is all of them.
  const range = { from: inputs.dates[0]!, to: inputs.dates.at(-1)! };
  return { ...plan!, split: windowsSplit({ train: range, validate: range, test: range }) };
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
