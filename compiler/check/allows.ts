/** Pass 9: which warnings the author has accepted, and which allowances accept nothing. */
import type { Allow, BlockType } from '../../grammar/tree.ts';
import type { Diagnostics, Reported } from '../diagnostics.ts';
import type { ExpandedStrategy, Scoped } from '../load/expanded.ts';
import { CODES, isCode, severityOf } from '../messages.ts';
import { nearest } from '../nearest.ts';
import type { AcceptedWarning } from '../plan.ts';

export interface Weighed {
  readonly accepted: readonly AcceptedWarning[];
  /** What was reported before, without the accepted warnings. */
  readonly remaining: readonly Reported[];
}

interface Allowance {
  readonly scoped: Scoped<Allow>;
  /** Null: it stands in the strategy and accepts the warning of any block. */
  readonly block: BlockType | null;
}

export function weighWarnings(strategy: ExpandedStrategy, diagnostics: Diagnostics): Weighed {
  const allowances = [
    ...strategy.allows.map((scoped): Allowance => ({ scoped, block: null })),
    ...[...strategy.blocks.values()].flatMap(({ type, allows }) =>
      allows.map((scoped): Allowance => ({ scoped, block: type })),
    ),
  ].filter(({ scoped }) => verifyCode(scoped.node, diagnostics));

  const used = new Set<Allowance>();
  const accepted: AcceptedWarning[] = [];
  const isAccepted = ({ diagnostic, block }: Reported): boolean => {
    if (diagnostic.severity !== 'warning') return false;
    const matching = allowances.filter(
      ({ scoped, block: place }) => scoped.node.code === diagnostic.code && (place === null || place === block),
    );
    for (const allowance of matching) used.add(allowance);
    // The nearest reason is the one that counts: the heir's over its parent's, the block's over the strategy's.
    const allowance = matching.at(-1);
    if (allowance === undefined) return false;
    accepted.push({ code: diagnostic.code, reason: allowance.scoped.node.reason.value, span: diagnostic.span });
    return true;
  };
  const before = [...diagnostics.reported];
  const remaining = before.filter((reported) => !isAccepted(reported));

  // With errors about, what would have warned may not have been reached.
  if (!diagnostics.hasErrors) {
    for (const allowance of allowances) {
      const { node, inherited } = allowance.scoped;
      if (!used.has(allowance) && !inherited) diagnostics.report('allow-unused', node.codeSpan, { name: node.code });
    }
  }
  return { accepted, remaining: [...remaining, ...diagnostics.reported.slice(before.length)] };
}

function verifyCode({ code, codeSpan }: Allow, diagnostics: Diagnostics): boolean {
  const isError = isCode(code) && severityOf(code) === 'error';
  if (isCode(code) && !isError) return true;
  const warnings = CODES.filter((known) => severityOf(known) === 'warning' && known !== 'allow-unused');
  const facts = { name: code, isError, known: warnings, nearest: isError ? null : nearest(code, warnings) };
  diagnostics.report('unknown-warning', codeSpan, facts);
  return false;
}
