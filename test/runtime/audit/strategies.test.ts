/** Every strategy that is shipped, on a made-up market, and on the real one where its data are. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import type { Plan } from '../../../compiler/plan.ts';
import { parseConfig } from '../../../configs/load.ts';
import { importResolver } from '../../../runtime/cli/imports.ts';
import { type MarketData, marketRequest } from '../../../runtime/ports.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { auditOf, problemsOf } from '../../support/audit.ts';
import { synthetic } from '../../support/syntheticMarket.ts';
import { describeWithShared } from '../../support/vectors.ts';

function planOfFile(file: string): Plan {
  const { plan } = compile({ file, text: readFileSync(file, 'utf8'), resolve: importResolver() });
  return plan!;
}

/** Tickers of the real world have no market here: as many made-up ones stand in for them. */
async function madeUp(plan: Plan, data: MarketData): Promise<Plan> {
  const { members } = plan.universe;
  if (members.source !== 'list') return plan;
  const anyone = { ...plan.universe, members: { source: 'constituents', index: 'SP500' } } as const;
  const { tickers } = await data.load(marketRequest({ ...plan, universe: anyone }), { emit() {} });
  const standIns = { source: 'list', tickers: tickers.slice(0, members.tickers.length) } as const;
  return { ...plan, universe: { ...plan.universe, members: standIns } };
}

const shipped = globSync('{strategies,examples}/**/*.strat').sort();

describe('what is known later changes no bit of', () => {
  it.each(shipped)('%s', async (file) => {
    const data = synthetic(40);
    expect(problemsOf(await auditOf(await madeUp(planOfFile(file), data), data, 3))).toEqual([]);
  });
});

describeWithShared('on real bars', () => {
  it('nothing known later changes a bit of examples/s2_2008_2018.strat, nor of its bars', async () => {
    const config = 'examples/sp500_2008_2018.yaml';
    const parsed = parseConfig(readFileSync(config, 'utf8'), config);
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const data = await openSource(parsed.config.data, join(config, '..'));
    const audit = await auditOf(planOfFile('examples/s2_2008_2018.strat'), data, 2);
    expect(problemsOf(audit)).toEqual([]);
    expect(audit.cutBy).toBe('source');
    expect(audit.nodes.filter(({ stage }) => stage === 'market').map(({ text }) => text)).toContain('raw_close');
  });
});
