/** Lines of plain text for a terminal of 80 columns. */
export const WIDTH = 80;

/** Greedy; `indent` stands before every line but the first. */
export function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** What a user wrote must not steer the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, ' ');
}

export function cut(line: string): string {
  return cutTo(line, WIDTH);
}

export function cutTo(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
