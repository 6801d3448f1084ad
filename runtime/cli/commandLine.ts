/**
 * Reads the command line, runs one command, and turns whatever happens into words and an exit code.
 * Commands are imported when they are used, so that `strat check` never loads what only a run needs.
 */
import { parseArgs } from 'node:util';
import { type CommandSpec, type Invocation, UsageError } from './command.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';

export async function runCommandLine(words: readonly string[], commands: readonly CommandSpec[]): Promise<ExitCode> {
  try {
    const [name, ...rest] = words;
    if (name === undefined || name === 'help' || name === '--help' || name === '-h')
      return await help(rest[0], commands);
    if (name === '--version' || name === '-v') return await version();
    const command = await findCommand(name, commands);
    if (rest.includes('--help') || rest.includes('-h')) return await help(name, commands);
    const invocation = await parseInvocation(command, rest);
    const { run } = await command.load();
    return await run(invocation);
  } catch (error) {
    return await explainFailure(error, commands.find(({ name }) => name === words[0])?.name ?? null);
  }
}

/** @throws UsageError */
export async function findCommand(name: string, commands: readonly CommandSpec[]): Promise<CommandSpec> {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const names = commands.map((each) => each.name);
  const meant = await didYouMean(name, [...names, 'help', '--version']);
  throw new UsageError(`there is no command \`${name}\`; ${meant ?? `the commands are ${names.join(', ')}`}`);
}

/** Imported only for a mistake: start-up does not pay for it. */
async function didYouMean(word: string, known: readonly string[]): Promise<string | null> {
  const { nearest } = await import('../../configs/nearest.ts');
  const meant = nearest(word, known);
  return meant === null ? null : `did you mean \`${meant}\`?`;
}

/** @throws UsageError for words the command does not take. */
export async function parseInvocation(command: CommandSpec, words: readonly string[]): Promise<Invocation> {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries(
        Object.entries(command.options).map(([name, { type, multiple, short }]) => [
          name,
          { type, ...(multiple && { multiple }), ...(short && { short }) },
        ]),
      ),
    });
  } catch (error) {
    throw new UsageError(await optionMessage(error, command));
  }
  const { values, positionals } = parsed;
  const { min, max } = command.operands;
  if (positionals.length < min) throw new UsageError(`\`strat ${command.name}\` needs ${command.usage}`);
  if (positionals.length > max) throw new UsageError(`\`${positionals[max]}\` is one word too many`);
  return {
    operands: positionals,
    text: (option) => values[option] as string | undefined,
    texts: (option) => (values[option] as string[] | undefined) ?? [],
    flag: (option) => values[option] === true,
  };
}

async function optionMessage(error: unknown, command: CommandSpec): Promise<string> {
  const { code, message } = error as { code?: string; message: string };
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const option = /'([^']+)'/.exec(message)?.[1] ?? 'that option';
    const known = Object.keys(command.options).map((name) => `--${name}`);
    const meant = await didYouMean(option, [...known, '--help']);
    return `\`strat ${command.name}\` has no option ${option}; ${meant ?? `its options are ${known.join(', ') || 'none'}`}`;
  }
  return message.split('. ')[0]!;
}

async function help(name: string | undefined, commands: readonly CommandSpec[]): Promise<ExitCode> {
  const { helpText } = await import('./help.ts');
  process.stdout.write(helpText(name === undefined ? null : await findCommand(name, commands), commands));
  return EXIT.ok;
}

async function version(): Promise<ExitCode> {
  const { packageVersion } = await import('./files.ts');
  process.stdout.write(`strat ${packageVersion()}\n`);
  return EXIT.ok;
}

/** @param command that was named; null: none that there is */
async function explainFailure(error: unknown, command: string | null): Promise<ExitCode> {
  if (error instanceof UsageError) {
    process.stderr.write(
      `strat: ${error.message}\n\`strat help${command === null ? '' : ` ${command}`}\` says more.\n`,
    );
    return EXIT.usage;
  }
  const { reportFailure } = await import('./failure.ts');
  return reportFailure(error, (text) => process.stderr.write(text));
}
