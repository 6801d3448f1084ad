/**
 * Command lines in documents, read as far as it takes to know which programs they call with which words. Not a shell:
 * what it cannot tell (loops, substitutions) it leaves as words.
 */

/** One program that is called, with its words. Assignments before it and redirections are left out. */
export type Call = readonly string[];

/** Commands of a `sh` block, each with its lines joined: continued by `\`, or by the body of a here-document. */
export function commandsOf(text: string): readonly string[] {
  const commands: string[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const command = [lines[at]!];
    while (command.at(-1)!.endsWith('\\') && at + 1 < lines.length) command.push(lines[++at]!);
    const end = HERE.exec(command.at(-1)!)?.groups?.end;
    if (end !== undefined) {
      while (at + 1 < lines.length && lines[at] !== end) command.push(lines[++at]!);
    }
    if (command.some((line) => line.trim() !== '' && !line.trim().startsWith('#'))) commands.push(command.join('\n'));
  }
  return commands;
}

const HERE = /<<-?\s*['"]?(?<end>\w+)['"]?/;

/** A word with its quotes, an operator that ends a call, or a redirection with its file. */
const TOKEN =
  /(?<redirect>\d?[<>]{1,2}&?\s*(?:[^\s&|;<>]+)?)|(?<end>&&|\|\||[;|&])|(?<comment>(?<=^|\s)#[^\n]*)|(?<word>(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s;&|<>'"\\])+)/g;

export function callsOf(command: string): readonly Call[] {
  // The body of a here-document is no command.
  const [head = ''] = command.replaceAll('\\\n', ' ').split('\n');
  const calls: string[][] = [[]];
  for (const { groups } of head.matchAll(TOKEN)) {
    if (groups?.end !== undefined) calls.push([]);
    else if (groups?.word !== undefined) calls.at(-1)!.push(groups.word.replace(/['"]|\\(.)/g, '$1'));
  }
  return calls.map(withoutAssignments).filter((call) => call.length > 0);
}

function withoutAssignments(words: readonly string[]): Call {
  const start = words.findIndex((word) => !/^\w+=/.test(word));
  return start < 0 ? [] : words.slice(start);
}
