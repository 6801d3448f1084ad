/** The long form of any code: of the compiler's message table, of what can go wrong in a run, or of what it may look too good by. */
import { explainableCodes, explain as explainDiagnostic, wrap } from '../../compiler/explain.ts';
import type { Problem } from '../problems/problem.ts';
import { PROBLEMS, problem } from '../problems/problems.ts';
import { SUSPICIONS, suspicion } from '../problems/suspicions.ts';

export function explain(code: string): string | null {
  const kebab = code.replaceAll('_', '-');
  return (
    explainDiagnostic(code) ??
    written(`error[${kebab}], when running`, problem(kebab)) ??
    written(`suspicion[${kebab}], of a finished run`, suspicion(kebab))
  );
}

function written(title: string, found: Problem | null): string | null {
  if (found === null) return null;
  const remedies = found.remedies.map((remedy) => `  = ${remedy}`);
  const passes = found.temporary
    ? ['', 'It may pass by itself: the exit code is 75, and a scheduler tries again.']
    : [];
  return [title, '', wrap(found.means), ...passes, '', 'What to do:', '', ...remedies].join('\n');
}

export interface Codes {
  readonly checking: readonly string[];
  readonly running: readonly string[];
  readonly suspicions: readonly string[];
}

/** In the order of the alphabet: what checking can report, what running can, and what a finished run may be suspect of. */
export function codes(): Codes {
  return {
    checking: explainableCodes(),
    running: Object.keys(PROBLEMS).sort(),
    suspicions: Object.keys(SUSPICIONS).sort(),
  };
}
