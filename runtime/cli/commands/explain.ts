import { nearest } from '../../../configs/nearest.ts';
import { type Invocation, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { codes, explain } from '../explain.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const code = invocation.operands[0];
  const { checking, running, suspicions } = codes();
  if (code === undefined) {
    const lists = [
      heading('When checking', checking),
      heading('When running', running),
      heading('Of a finished run that looks too good', suspicions),
    ];
    process.stdout.write(`${lists.join('\n\n')}\n`);
    return EXIT.ok;
  }
  const text = explain(code);
  if (text === null) {
    const meant = nearest(code, [...checking, ...running, ...suspicions]);
    const hint = meant === null ? '`strat explain` alone lists them all' : `did you mean \`${meant}\`?`;
    throw new UsageError(`there is no code \`${code}\`; ${hint}`);
  }
  process.stdout.write(`${text}\n`);
  return EXIT.ok;
}

function heading(title: string, names: readonly string[]): string {
  return [title, ...names.map((name) => `  ${name}`)].join('\n');
}
