/** `strat fmt`: strategies in their one layout, in place; `--check` and `--diff` only look. */
import type { Diagnostic } from '../../../compiler/diagnostic.ts';
import { Diagnostics } from '../../../compiler/diagnostics.ts';
import { renderDiagnostics } from '../../../compiler/render.ts';
import { reportSyntax } from '../../../compiler/syntax.ts';
import { format } from '../../../grammar/format/format.ts';
import { type Invocation, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { decode, readExactly, replaceText, strategyFiles } from '../strategyFiles.ts';

interface Outcome {
  readonly file: string;
  readonly before: string;
  /** Null when its mistakes keep it from being formatted. */
  readonly after: string | null;
}

export async function run(invocation: Invocation): Promise<ExitCode> {
  const { operands } = invocation;
  if (invocation.flag('stdin')) {
    if (operands.length > 0) throw new UsageError('with --stdin, `strat fmt` takes no file');
    return formatInput(await readInput());
  }
  if (operands.length === 0) throw new UsageError('`strat fmt` needs FILE… or --stdin');
  const isChecked = invocation.flag('check') || invocation.flag('diff');
  const files = strategyFiles(operands);
  // All are read before any is written: a wrong name changes nothing. Who only looks sees all that there is to see.
  const texts = files.flatMap((file) => (isChecked ? readOrTell(file) : [{ file, text: readExactly(file) }]));
  const outcomes = texts.map(({ file, text }) => formatted(file, text));
  const changing = outcomes.filter(({ before, after }) => after !== null && after !== before);
  if (invocation.flag('diff')) await showDiffs(changing);
  else if (invocation.flag('check')) tell(changing, 'would change');
  else {
    for (const { file, after } of changing) replaceText(file, after!);
    tell(changing, 'formatted');
  }
  const hasErrors = outcomes.some(({ after }) => after === null);
  if (!isChecked && !hasErrors && changing.length === 0) process.stdout.write('nothing to change\n');
  if (texts.length < files.length) return EXIT.usage;
  if (hasErrors) return EXIT.strategyErrors;
  return isChecked && changing.length > 0 ? EXIT.different : EXIT.ok;
}

function readOrTell(file: string): { readonly file: string; readonly text: string }[] {
  try {
    return [{ file, text: readExactly(file) }];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`strat: ${error.message}\n`);
    return [];
  }
}

async function formatInput(text: string): Promise<ExitCode> {
  const { after } = formatted('<stdin>', text);
  if (after === null) return EXIT.strategyErrors;
  process.stdout.write(after);
  return EXIT.ok;
}

/** The text in its layout; its mistakes are written on the way. */
function formatted(file: string, before: string): Outcome {
  const { text: after, problems } = format(before, file);
  if (problems !== null) {
    const diagnostics = new Diagnostics();
    reportSyntax(problems, before, diagnostics);
    show(
      diagnostics.reported.map(({ diagnostic }) => diagnostic),
      new Map([[file, before]]),
    );
  }
  return { file, before, after };
}

function show(diagnostics: readonly Diagnostic[], sources: ReadonlyMap<string, string>): void {
  const color = process.stderr.hasColors?.() ?? false;
  process.stderr.write(`${renderDiagnostics(diagnostics, sources, { color })}\n`);
}

async function showDiffs(changing: readonly Outcome[]): Promise<void> {
  const { unifiedDiff } = await import('../textDiff.ts');
  for (const { file, before, after } of changing) process.stdout.write(unifiedDiff(before, after!, file));
}

function tell(changing: readonly Outcome[], what: string): void {
  for (const { file } of changing) process.stdout.write(`${what}  ${file}\n`);
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return decode(Buffer.concat(chunks), 'the input');
}
