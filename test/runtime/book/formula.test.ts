import { describe, expect, it } from 'vitest';
import type { ExpressionNode } from '../../../compiler/plan.ts';
import { compileFormula, STOP_VOCABULARY } from '../../../runtime/book/formula.ts';
import type { StopFigures } from '../../../runtime/book/types.ts';

const figures: StopFigures = {
  dayReturn: -0.04,
  drawdown: 0.09,
  volatility: (sessions) => sessions / 10_000,
  sharpe: (sessions) => -sessions,
};

/** `['multiply', -3, ['volatility', 60]]`: numbers are constants, strings fields; a window's number is its own. */
type Written = number | string | readonly [string, ...(Written | number)[]];

function planned(written: Written): { expressions: Record<string, ExpressionNode>; root: string } {
  const expressions: Record<string, ExpressionNode> = {};
  const add = (part: Written): string => {
    const id = `node ${Object.keys(expressions).length}`;
    const node = { id, kind: 'scalar', unit: {}, availability: 'always', lookBack: {}, version: 1 };
    const keep = (rest: Pick<ExpressionNode, 'op' | 'name' | 'inputs' | 'constants'>): string => {
      expressions[id] = { ...node, ...rest } as unknown as ExpressionNode;
      return id;
    };
    keep({ op: '', name: null, inputs: [], constants: [] });
    if (typeof part === 'number') return keep({ op: 'constant', name: null, inputs: [], constants: [part] });
    if (typeof part === 'string') return keep({ op: 'field', name: part, inputs: [], constants: [] });
    const [op, ...rest] = part;
    const isWindow = op === 'volatility' || op === 'sharpe' || op === 'mean';
    return keep({
      op,
      name: null,
      inputs: isWindow ? [] : rest.map(add),
      constants: isWindow ? (rest as number[]) : [],
    });
  };
  const root = add(written);
  return { expressions, root };
}

function formula(written: Written) {
  const { expressions, root } = planned(written);
  return compileFormula(expressions, root, STOP_VOCABULARY);
}

describe('formulas over figures of the book', () => {
  it.each<[Written, number, number]>([
    [['negate', ['multiply', 3, ['volatility', 60]]], -0.018, 61],
    ['day_return', -0.04, 1],
    ['drawdown', 0.09, 0],
    [['sharpe', 20], -20, 20],
    [['add', ['sharpe', 20], ['divide', ['volatility', 30], 'drawdown']], -20 + 0.003 / 0.09, 31],
    [['maximum', ['abs', 'day_return'], ['power', 'drawdown', 2]], 0.04, 1],
    [['divide', 1, ['subtract', 'drawdown', 'drawdown']], Number.NaN, 0],
  ])('%j is %d and reaches back %d returns', (written, value, window) => {
    const compiled = formula(written);
    if (Number.isNaN(value)) expect(compiled.evaluate(figures)).toBeNaN();
    else expect(compiled.evaluate(figures)).toBeCloseTo(value, 15);
    expect(compiled.window).toBe(window);
  });

  it('may not look back by itself, nor name what is no figure of the book', () => {
    expect(() => formula('close')).toThrow(/close/);
    expect(() => formula(['mean', 20])).toThrow(/mean/);
    expect(() => formula(['nothing', 1])).toThrow(/nothing/);
  });
});
