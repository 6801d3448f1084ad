/** A line of the screen as plain data: what is said, and in which tone. Colours are the terminal's own, so that both light and dark themes stay legible. */

export type Tone = 'good' | 'bad' | 'warn' | 'accent' | 'dim' | 'strong';

export interface Segment {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

export type Line = readonly Segment[];

export function segment(text: string, tone?: Tone): Segment {
  return tone === undefined ? { text } : { text, tone };
}

export function textOf(line: Line): string {
  return line.map(({ text }) => text).join('');
}

/** Above zero is good, below is bad. */
export function toneOf(value: number | null): Tone | undefined {
  if (value === null || value === 0) return undefined;
  return value > 0 ? 'good' : 'bad';
}

/** As many of the parts, most important first, as have room beside one another. */
export function fitting(parts: readonly Line[], width: number, gap = 2): Line {
  let line: Segment[] = [];
  for (const part of parts) {
    const longer = line.length === 0 ? [...part] : [...line, segment(' '.repeat(gap)), ...part];
    if (line.length > 0 && textOf(longer).length > width) break;
    line = longer;
  }
  return line;
}

/** Cut off with … when it is too long. */
export function shortened(text: string, width: number): string {
  if (text.length <= width) return text;
  return width < 1 ? '' : `${text.slice(0, width - 1)}…`;
}
