/** What a `console` block shows: commands after `$ `, each with what it printed. */

export interface Step {
  readonly command: string;
  /** Without the newline at its end. */
  readonly shown: string;
}

/** A command goes on in lines that begin with `> `. */
export function stepsOf(text: string): readonly Step[] {
  const steps: { command: string; output: string[] }[] = [];
  for (const line of text.split('\n')) {
    const last = steps.at(-1);
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), output: [] });
    else if (last === undefined) throw new Error('a `console` block begins with a command: `$ strat …`');
    else if (line.startsWith('> ') && last.output.length === 0) last.command += `\n${line.slice(2)}`;
    else last.output.push(line);
  }
  return steps.map(({ command, output }) => ({ command, shown: output.join('\n').trimEnd() }));
}

export function transcriptOf(steps: readonly Step[]): string {
  return steps.map(({ command, shown }) => `$ ${command.replaceAll('\n', '\n> ')}${shown && `\n${shown}`}`).join('\n');
}

/** What may differ from machine to machine, where a block says so: `vary=times,hashes`. */
const VARYING: Readonly<Record<string, RegExp>> = {
  times: /\b\d+(?:\.\d+)? ?(?:ms|s|min|h)\b(?: \d+ ?(?:ms|s|min)\b)?/g,
  hashes: /\b[0-9a-f]{8,64}\b/g,
  numbers: /\d[\d,]*(?:\.\d+)?/g,
};

/**
 * Whether a command printed what is shown. A line that is only `…` stands for any number of lines, `…` within a line for
 * any words. Where something varies, so does how columns are filled up with blanks.
 */
export function agrees(printed: string, shown: string, vary: readonly string[]): boolean {
  const masked = (text: string) => vary.reduce((rest, kind) => rest.replace(varying(kind), '#'), text);
  const plain = (text: string) => (vary.length === 0 ? text : masked(text).replace(/ +/g, ' ').replace(/─+/g, '─'));
  const lines = plain(shown).split('\n');
  const pattern = lines.map((line) =>
    line.trim() === '…' ? '(?:.*\\n)*?' : `${line.split('…').map(escaped).join('.*')}\\n`,
  );
  return new RegExp(`^${pattern.join('')}$`).test(`${plain(printed.trimEnd())}\n`);
}

function varying(kind: string): RegExp {
  const pattern = VARYING[kind];
  if (pattern === undefined) throw new Error(`\`vary=${kind}\`: one of ${Object.keys(VARYING).join(', ')}`);
  return pattern;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
