import { EVIDENCE_LEVELS, type EvidenceLevel } from '../evidence/types.ts';
import { type Invocation, UsageError } from './command.ts';

/** What `--evidence` asks for. */
export function evidenceLevel(invocation: Invocation): EvidenceLevel {
  const word = invocation.text('evidence') ?? 'full';
  const level = EVIDENCE_LEVELS.find((known) => known === word);
  if (level === undefined) throw new UsageError(`--evidence is ${EVIDENCE_LEVELS.join(', ')}, not \`${word}\``);
  return level;
}
