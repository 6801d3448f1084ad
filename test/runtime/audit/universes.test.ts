/** Ranked members and groups, computed again from what was known. */
import { afterEach, expect, it, vi } from 'vitest';
import { builtin } from '../../../stdlib/registry.ts';
import { planOf, variant } from '../../compiler/support.ts';
import { auditOf, causesOf, problemsOf } from '../../support/audit.ts';
import { synthetic } from '../../support/syntheticMarket.ts';

afterEach(() => vi.restoreAllMocks());

const RANKED = `
  universe { members top 12 by mean(dollar_volume, 20d), keep to 15, of all as of each session }
  features {
    strength = returns(close, 20d) - sector_return(20d)
    place    = rank(returns(close, 5d), by: sector)
    relative = returns(close, 20d) - index_return(close, 20d, weight: dollar_volume)
  }
  risk { limit sector 30% }
`;

it('know nothing of what comes later', async () => {
  const audit = await auditOf(planOf(variant(RANKED)), synthetic(24), 4);
  expect(problemsOf(audit)).toEqual([]);
  const told = audit.nodes.map(({ text }) => text);
  expect(told).toContain('group_mean()');
  expect(told).toContain('lag(1)');
});

it('decided at the open likewise', async () => {
  const universe = 'universe { members top 12 by mean(dollar_volume, 20d), keep to 15, of all as of each session }';
  const plan = planOf(`use opening\n\nstrategy mine extends opening {\n${universe}\n}\n`);
  expect(problemsOf(await auditOf(plan, synthetic(24), 4))).toEqual([]);
});

it('ranked by what is not over yet, they are found', async () => {
  const { kernel } = builtin('lag')!;
  if (kernel.shape !== 'column') throw new Error('lag is over columns');
  const ahead = planOf(variant(RANKED));
  vi.spyOn(kernel, 'run').mockImplementation(([x], _, out) => {
    for (let t = 0; t < out.length; t++) out[t] = x![Math.min(t + 1, out.length - 1)]!;
  });
  const audit = await auditOf(ahead, synthetic(24), 2);
  expect(causesOf(audit).map(({ text }) => text)).toContain('lag(1)');
  const follow = audit.nodes.filter(({ differing, follows }) => differing > 0 && follows).map(({ text }) => text);
  expect(follow).toContain('eligible: members that meet every `require`');
});
