/** Pass 9: which warnings the author has accepted, and which allowances accept nothing. */

import { nearest } from '../../configs/nearest.ts';
import type { Allow, BlockType } from '../../grammar/tree.ts';
import type { AcceptedDiagnostic } from '../diagnostic.ts';
import type { Diagnostics, Reported } from '../diagnostics.ts';
import type { ExpandedStrategy, Scoped } from '../load/expanded.ts';
import { CODES, type Code, isCode, severityOf } from '../messages.ts';

export interface Weighed {
  readonly accepted: readonly AcceptedDiagnostic[];
  /** What was reported before, without the accepted warnings. */
  readonly remaining: readonly Reported[];
}

interface Allowance {
  readonly scoped: Scoped<Allow>;
  /** Null: it stands in the strategy and accepts the warning of any block. */
  readonly block: BlockType | null;
  /** What it accepts; of a misspelt one what was meant, so that the warning is not given as well. */
  readonly code: string | null;
}

/**
 * What only a config can be warned of: without one, nobody knows whether accepting it is of any use. It is of no block, so
 * that accepting it in one never is.
 */
const OF_CONFIGS: ReadonlySet<string> = new Set<Code>(['sectors-not-point-in-time']);

export function weighWarnings(strategy: ExpandedStrategy, hasConfig: boolean, diagnostics: Diagnostics): Weighed {
  const allowances = [
    ...strategy.allows.map((scoped): Allowance => ({ scoped, block: null, code: null })),
    ...[...strategy.blocks.values()].flatMap(({ type, allows }) =>
      allows.map((scoped): Allowance => ({ scoped, block: type, code: null })),
    ),
  ].map((allowance): Allowance => ({ ...allowance, code: verifyCode(allowance.scoped.node, diagnostics) }));

  const used = new Set<Allowance>();
  const accepted: AcceptedDiagnostic[] = [];
  const isAccepted = ({ diagnostic, block }: Reported): boolean => {
    if (diagnostic.severity !== 'warning') return false;
    const matching = allowances.filter(
      ({ code, block: place }) => code === diagnostic.code && (place === null || place === block),
    );
    for (const allowance of matching) used.add(allowance);
    // The nearest reason is the one that counts: the heir's over its parent's, the block's over the strategy's.
    const allowance = matching.at(-1);
    if (allowance === undefined) return false;
    accepted.push({ diagnostic, reason: allowance.scoped.node.reason.value });
    return true;
  };
  const before = [...diagnostics.reported];
  const remaining = before.filter((reported) => !isAccepted(reported));

  // With errors about, what would have warned may not have been reached.
  if (!diagnostics.hasErrors) {
    const given = new Map<string, BlockType | 'strategy'>(
      remaining.map(({ diagnostic, block }) => [diagnostic.code, block ?? 'strategy']),
    );
    for (const allowance of allowances) {
      const { node, inherited } = allowance.scoped;
      const { code } = node;
      const isOfConfig = OF_CONFIGS.has(code);
      if (used.has(allowance) || inherited || (isOfConfig && !hasConfig && allowance.block === null)) continue;
      const place = given.get(code) ?? (isOfConfig && allowance.block !== null ? 'strategy' : null);
      diagnostics.report('allow-unused', node.codeSpan, { name: code, place });
    }
  }
  return { accepted, remaining: [...remaining, ...diagnostics.reported.slice(before.length)] };
}

function verifyCode({ code, codeSpan, reason }: Allow, diagnostics: Diagnostics): string | null {
  if (reason.value.trim() === '') diagnostics.report('allow-without-reason', reason.span, { name: code });
  const isError = isCode(code) && severityOf(code) === 'error';
  if (isCode(code) && !isError) return code;
  const warnings = CODES.filter((known) => severityOf(known) === 'warning' && known !== 'allow-unused');
  const meant = isError ? null : nearest(code, warnings);
  diagnostics.report('unknown-warning', codeSpan, { name: code, isError, known: warnings, nearest: meant });
  return meant;
}
