import type { SyntaxProblem } from '../grammar/tree.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Code } from './messages.ts';
import { tellProblem } from './mistakes/statement.ts';

/** Puts what the parser found in the table's words, or in those of a mistake that is known by its looks. */
export function reportSyntax(problems: readonly SyntaxProblem[], text: string, diagnostics: Diagnostics): void {
  for (const problem of problems) {
    const told = tellProblem(problem, text);
    if (told !== null) diagnostics.report(told.code, told.span, told.facts, { covers: told.statement });
    // The parser's codes and facts are part of the one message table; the tree's type keeps them loose.
    else diagnostics.report(problem.code as Code, problem.span, problem.facts as never);
  }
}
