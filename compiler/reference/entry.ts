/** What the reference says of one thing that has a name. */
export interface Entry {
  readonly name: string;
  /** Stands in a line of its own above the text. */
  readonly heading: string;
  /** Markdown, without the heading. */
  readonly body: string;
}

/** `- **unit**: ratio`, leaving out what does not apply. */
export function facts(rows: readonly (readonly [string, string | null])[]): string {
  return rows.flatMap(([name, text]) => (text === null ? [] : [`- ${name}: ${text}`])).join('\n');
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
