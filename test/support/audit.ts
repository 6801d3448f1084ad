/** Audits in tests: a compiled strategy over a market, with the engine that is everywhere and nothing kept. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../compiler/plan.ts';
import { openArtifactStore } from '../../runtime/artifacts/store.ts';
import { type Audit, auditStrategy } from '../../runtime/audit/audit.ts';
import type { Finding } from '../../runtime/audit/findings.ts';
import type { MarketData } from '../../runtime/ports.ts';

export function auditOf(plan: Plan, data: MarketData, cuts = 4, seed = 1): Promise<Audit> {
  const artifacts = openArtifactStore(join(tmpdir(), 'strat-audit-keeps-nothing'));
  const describe = (id: string) => {
    const { op, name, constants } = plan.expressions[id]!;
    return { text: `${name ?? op}(${constants.join(', ')})`, place: null };
  };
  return auditStrategy(
    { plan, engine: { backend: 'auto', threads: 'auto' }, cuts, seed, describe },
    { data, artifacts, events: { emit() {} } },
  );
}

/** Nodes that differ and read nothing that does: where it is wrong. */
export function causesOf({ nodes }: Pick<Audit, 'nodes'>): readonly Finding[] {
  return nodes.filter(({ differing, follows }) => differing > 0 && !follows);
}

/** For a clean audit: empty. */
export function problemsOf(audit: Audit): readonly string[] {
  return [
    ...audit.nodes
      .filter(({ differing }) => differing > 0)
      .map(({ text, first }) => `${text} on ${first?.session} of ${first?.of}: ${first?.whole} and ${first?.cutShort}`),
    ...audit.drift.filter(({ ok }) => !ok).map(({ feature, lookBack }) => `${feature} reaches beyond ${lookBack}`),
  ];
}
