/** The long form of any code: of the compiler's message table, or of what can go wrong in a run. */
import { explainableCodes, explain as explainDiagnostic, wrap } from '../../compiler/explain.ts';
import { PROBLEMS, problem } from '../problems/problems.ts';

export function explain(code: string): string | null {
  return explainDiagnostic(code) ?? explainProblem(code.replaceAll('_', '-'));
}

function explainProblem(code: string): string | null {
  const found = problem(code);
  if (found === null) return null;
  const remedies = found.remedies.map((remedy) => `  = ${remedy}`);
  return [`error[${code}], when running`, '', wrap(found.means), '', 'What to do:', '', ...remedies].join('\n');
}

/** In the order of the alphabet: what checking can report, then what running can. */
export function codes(): { readonly checking: readonly string[]; readonly running: readonly string[] } {
  return { checking: explainableCodes(), running: Object.keys(PROBLEMS).sort() };
}
