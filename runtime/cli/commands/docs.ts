import { settingCalled, translationOf, valueCalled } from '../../../compiler/mistakes/translations.ts';
import { referenceEntry, referenceMarkdown, referenceNames } from '../../../compiler/reference.ts';
import { nearest } from '../../../configs/nearest.ts';
import { type Invocation, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const name = invocation.operands.join(' ');
  const text = name === '' ? referenceMarkdown() : referenceEntry(name);
  if (text === null) throw new UsageError(`the reference has nothing on \`${name}\`; ${hintOn(name)}`);
  process.stdout.write(text);
  return EXIT.ok;
}

/** What the name is called here, if it is one of another system; else the nearest of ours. */
function hintOn(name: string): string {
  const here = translationOf(name)?.template ?? settingCalled(name) ?? valueCalled(name);
  if (here !== null && here !== undefined) return `here it is written \`${here}\``;
  const close = nearest(name, referenceNames());
  return close === null ? '`strat docs` alone prints everything' : `did you mean \`${close}\`?`;
}
