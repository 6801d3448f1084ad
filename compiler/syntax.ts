import type { SyntaxProblem } from '../grammar/tree.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Code } from './messages.ts';

/** The parser's codes and facts are part of the one message table; the tree's type keeps them loose. */
export function reportSyntax(problems: readonly SyntaxProblem[], diagnostics: Diagnostics): void {
  for (const { code, span, facts } of problems) diagnostics.report(code as Code, span, facts as never);
}
