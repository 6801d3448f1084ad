/** What the reference says of one thing that has a name. */
export interface Entry {
  /** Within its section, for links: it stays what it is when words change. */
  readonly id: string;
  readonly name: string;
  /** Stands in a line of its own above the text. */
  readonly heading: string;
  /** Markdown, without the heading. */
  readonly body: string;
}

export interface Section {
  /** For links: it stays what it is when the title changes. */
  readonly id: string;
  readonly title: string;
  /** Markdown that stands before the entries; empty where they need none. */
  readonly introduction: string;
  readonly entries: readonly Entry[];
}

/** `limit weight` as `limit-weight`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** `- **unit**: ratio`, leaving out what does not apply. */
export function facts(rows: readonly (readonly [string, string | null])[]): string {
  return rows.flatMap(([name, text]) => (text === null ? [] : [`- ${name}: ${text}`])).join('\n');
}

/** Cells are Markdown; a heading may be empty. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

export function example(text: string): string {
  return `\`\`\`strat\n${text}\n\`\`\``;
}

export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
