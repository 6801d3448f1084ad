import { nearest } from '../../../compiler/nearest.ts';
import { referenceEntry, referenceMarkdown, referenceNames } from '../../../compiler/reference.ts';
import { type Invocation, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const name = invocation.operands.join(' ');
  const text = name === '' ? referenceMarkdown() : referenceEntry(name);
  if (text === null) {
    const close = nearest(name, referenceNames());
    const hint = close === null ? '`strat docs` alone prints everything' : `did you mean \`${close}\`?`;
    throw new UsageError(`the reference has nothing on \`${name}\`; ${hint}`);
  }
  process.stdout.write(text);
  return EXIT.ok;
}
