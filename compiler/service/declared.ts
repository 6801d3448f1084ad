/** The text of a declaration for people: on one line, with the comment that stands above it. */
import type { Span } from '../../grammar/span.ts';
import type { InspectedStrategy } from '../compile.ts';
import type { Sources } from '../diagnostic.ts';
import type { Binding } from '../expression/names.ts';

/** More than this is the business of the file itself. */
const LONGEST = 400;

/** Empty for what the language itself has. */
export function declarationOf(
  binding: Binding,
  name: string,
  strategy: InspectedStrategy | null,
  sources: Sources,
): string {
  switch (binding.kind) {
    case 'definition':
    case 'members':
      return written(binding.node.span, sources);
    case 'param': {
      const param = strategy?.expanded.params.find(({ node }) => node.name.text === name);
      return param === undefined ? '' : written(param.node.span, sources);
    }
    default:
      return '';
  }
}

function written({ file, start, end }: Span, sources: Sources): string {
  const text = sources.get(file) ?? '';
  const declaration = text
    .slice(start, Math.min(end, start + LONGEST))
    .replace(/\s+/g, ' ')
    .trim();
  return [...commentAbove(text, start), declaration].join('\n');
}

/** The beginning of what a text says there, with its lines. */
export function excerpt({ file, start, end }: Span, sources: Sources): string {
  const text = sources.get(file) ?? '';
  const lines = text.slice(start, Math.min(end, start + 2 * LONGEST)).split(/\r\n|\n|\r/);
  const shown = lines.slice(0, MOST_LINES);
  const isCut = shown.length < lines.length || end - start > 2 * LONGEST;
  return [...commentAbove(text, start), ...shown, ...(isCut ? ['…'] : [])].join('\n');
}

const MOST_LINES = 16;

/** Whole lines of comment right above, as they stand. */
function commentAbove(text: string, start: number): readonly string[] {
  const lines = text.slice(Math.max(0, start - 4 * LONGEST), start).split(/\r\n|\n|\r/);
  const above = lines.slice(0, -1);
  const last = above.findLastIndex((line) => !/^\s*#/.test(line));
  return above.slice(last + 1).map((line) => line.trim());
}
