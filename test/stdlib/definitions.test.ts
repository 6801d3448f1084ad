/** Every built-in that runs is held to a definition computed the slow way. A built-in without one fails. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILTINS } from '../../stdlib/registry.ts';
import type { Builtin } from '../../stdlib/types.ts';
import { expectClose, inputsOf, PROPERTY, runColumn } from './columns.ts';
import { ACROSS_ORACLES, type AcrossOracle, ORACLES } from './oracles.ts';

const shaped = (shape: Builtin['kernel']['shape']) => BUILTINS.filter(({ kernel }) => kernel.shape === shape);

/** What does not run here, and where it is tested instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  market_return: 'lowered by the compiler',
  sector_return: 'lowered by the compiler',
  index_return: 'indexReturn.test.ts',
  external: 'runtime/sources/series',
  in_sector: 'runtime/groups.test.ts',
  constituents: 'lowered by the compiler',
  spearman_loss: 'losses.test.ts',
  huber: 'losses.test.ts',
  mse: 'losses.test.ts',
  volatility: 'the book engine',
  sharpe: 'the book engine',
};

it('knows a definition, or another test, of every built-in', () => {
  const known = [...Object.keys(ORACLES), ...Object.keys(ACROSS_ORACLES), ...Object.keys(ELSEWHERE)];
  expect(known.toSorted()).toEqual(BUILTINS.map(({ name }) => name).toSorted());
});

describe.each(shaped('column').map((each) => [each.name, each] as const))('%s', (name, builtin) => {
  const oracle = ORACLES[name]!;
  it.each(oracle.cases.map((constants) => [constants]))('is what its definition says, with %j', (constants) => {
    fc.assert(
      fc.property(inputsOf(builtin), (inputs) => {
        expectClose(runColumn(builtin, inputs, constants), oracle.run(inputs, constants));
      }),
      PROPERTY,
    );
  });
});

const crossSections = fc.integer({ min: 1, max: 25 }).chain((sessions) =>
  fc.array(
    fc.array(
      fc.record({
        value: fc.oneof(
          { weight: 4, arbitrary: fc.integer({ min: -9, max: 9 }).map((k) => k / 7) },
          { weight: 1, arbitrary: fc.constant(Number.NaN) },
        ),
        group: fc.constantFrom(0, 0, 1, 2, Number.NaN),
        member: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(0) }),
      }),
      { minLength: sessions, maxLength: sessions },
    ),
    { minLength: 1, maxLength: 12 },
  ),
);

const across = shaped('across').filter(({ name }) => name !== 'index_return');

/** Among all members, within groups, or both. */
const ways = across.flatMap((builtin) => {
  const by = builtin.parameters.find(({ kinds }) => kinds?.includes('groups'));
  const groupings = by === undefined ? [false] : by.optional ? [false, true] : [true];
  return groupings.map((byGroup) => [builtin.name, byGroup ? 'of its group; in none, missing' : '', builtin] as const);
});

it.each(ways)('%s is what its definition says, among members with a value %s', (name, within, builtin) => {
  verify(builtin, ACROSS_ORACLES[name]!, within !== '');
});

function verify({ kernel, result }: Builtin, oracle: AcrossOracle, byGroup: boolean): void {
  fc.assert(
    fc.property(crossSections, (columns) => {
      if (kernel.shape !== 'across') throw new Error('not a kernel across stocks');
      const [stocks, sessions] = [columns.length, columns[0]!.length];
      const cells = columns.flat();
      const expected = new Float64Array(result === 'series' ? sessions : cells.length).fill(Number.NaN);
      for (let t = 0; t < sessions; t++) {
        const members = [...columns.keys()].filter((i) => columns[i]![t]!.member === 1);
        const groups = Map.groupBy(members, (i) => (byGroup ? columns[i]![t]!.group : 0));
        groups.delete(Number.NaN);
        if (groups.size === 0 && !byGroup) groups.set(0, []);
        for (const all of groups.values()) {
          const who = all.filter((i) => !Number.isNaN(columns[i]![t]!.value));
          const answer = oracle.run(who.map((i) => columns[i]![t]!.value));
          if (result === 'series') expected[t] = answer as number;
          else if (typeof answer === 'number') for (const i of all) expected[i * sessions + t] = answer;
          else for (const [at, i] of who.entries()) expected[i * sessions + t] = answer[at]!;
        }
      }
      const out = new Float64Array(expected.length).fill(12345.678);
      const members = Uint8Array.from(cells, ({ member }) => member);
      const inputs = [Float64Array.from(cells, ({ value }) => value)];
      if (byGroup) inputs.push(Float64Array.from(cells, ({ group }) => group));
      kernel.run(inputs, oracle.constants ?? [], out, { stocks, sessions, members });
      expectClose(out, expected);
    }),
    PROPERTY,
  );
}
