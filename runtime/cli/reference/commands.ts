/** Commands and their options in the reference, after the table that the command line is read by. */
import { paragraphs, table } from '../../../compiler/reference/entry.ts';
import type { Entry, Part } from '../../../compiler/reference.ts';
import type { CommandSpec, OptionSpec } from '../command.ts';

export function commandPart(commands: readonly CommandSpec[]): Part {
  return {
    title: 'The command line',
    sections: [
      {
        id: 'commands',
        title: 'Commands',
        introduction:
          'Every command is `strat COMMAND …`; `npx strat …` where it is not on the path. `strat help COMMAND` says what stands here.',
        entries: commands.map(commandEntry),
      },
    ],
  };
}

function commandEntry({ name, usage, summary, options, examples }: CommandSpec): Entry {
  const rows = Object.entries(options).map(([option, spec]) => [written(option, spec), spec.summary]);
  return {
    id: name,
    name,
    heading: `\`strat ${name}${usage === '' ? '' : ` ${usage}`}\``,
    body: paragraphs(
      sentence(summary),
      rows.length === 0 ? '' : table(['option', 'does'], rows),
      `\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
    ),
  };
}

function written(option: string, { short, value }: OptionSpec): string {
  const long = `\`--${option}${value === undefined ? '' : ` ${value}`}\``;
  return short === undefined ? long : `\`-${short}\`, ${long}`;
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
