import type { CommandSpec } from './command.ts';

/** Of one command, or of all. */
export function helpText(command: CommandSpec | null, commands: readonly CommandSpec[]): string {
  return command === null ? overview(commands) : commandHelp(command);
}

function overview(commands: readonly CommandSpec[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return [
    'strat: systematic strategies, written once, proven before they run.',
    '',
    'Usage: strat COMMAND …',
    '',
    ...lines,
    '',
    'strat help COMMAND says more of one. Exit codes: 0 done, 1 the strategy has errors or a difference was found (audit,',
    'diff, fmt --check), 2 wrong usage, 3 the config has errors, 4 the run could not be done, 70 a bug of ours, 75 not now:',
    'the same command will do later, 130 interrupted.',
    '',
  ].join('\n');
}

function commandHelp(command: CommandSpec): string {
  const options = Object.entries(command.options).map(([name, option]) => ({
    words: `${option.short ? `-${option.short}, ` : '    '}--${name}${option.value ? ` ${option.value}` : ''}`,
    summary: option.summary,
  }));
  const width = Math.max(0, ...options.map((option) => option.words.length));
  return [
    `strat ${command.name} ${command.usage}`,
    '',
    `  ${command.summary}`,
    '',
    ...(options.length > 0 ? ['Options:', ...options.map((o) => `  ${o.words.padEnd(width)}  ${o.summary}`), ''] : []),
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}
