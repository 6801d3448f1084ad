/**
 * A config's text becomes a Config, or all that is wrong with it, each problem at its line of the YAML.
 *
 *   text ─ yaml ─▶ document with ranges ─ schema ─▶ Config
 *                        └─ locate ◀── issues (path, what was expected)
 */
import { type Document, LineCounter, parseDocument } from 'yaml';
import { locate, rangeOf, type TextRange } from './locate.ts';
import { type Config, configSchema } from './schema.ts';
import { withoutCredentials, wordIssues } from './words.ts';

export interface ConfigProblem {
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** What to do, one line each. */
  readonly hints: readonly string[];
  /** Keys from the top, such as `data.bars.path`; empty for the whole file and for syntax. */
  readonly path: string;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Where a setting stands in the text, key and value; at the key above it when it is not there. */
  rangeOf(path: readonly string[]): TextRange;
}

export type ConfigResult = LoadedConfig | { readonly problems: readonly ConfigProblem[] };

/** `file` is how messages call the text. Problems are in source order. Never throws for what the text holds. */
export function parseConfig(text: string, file: string): ConfigResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const syntax = syntaxProblems(document, lines);
  if (syntax.length > 0) return { problems: syntax };

  const empty = verifyHasContent(document, file);
  if (empty) return { problems: [empty] };

  const read = toValue(document, file);
  if ('problem' in read) return { problems: [read.problem] };

  const checked = configSchema.safeParse(read.value);
  if (checked.success) return { config: checked.data, rangeOf: (path) => rangeOf(document, path) };
  const problems = wordIssues(checked.error.issues, read.value)
    .map(({ path, at, message, hints }) => ({
      message,
      hints,
      path: path.join('.'),
      ...position(lines, locate(document, path, at)),
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  return { problems };
}

/** For people: each problem with its line of the file and a caret under the place. */
export function renderConfigProblems(problems: readonly ConfigProblem[], text: string, file: string): string {
  const lines = text.split(/\r\n|\n|\r/);
  return problems
    .map((problem) => {
      const gutter = String(problem.line);
      const blank = ' '.repeat(gutter.length);
      const source = lines[problem.line - 1] ?? '';
      // Tabs stay tabs, so that the caret stands under its place whatever their width.
      const indent = source.slice(0, problem.column - 1).replace(/[^\t]/g, ' ');
      return [
        `error[config]: ${problem.message}`,
        `${blank}┌─ ${file}:${problem.line}:${problem.column}`,
        `${gutter}│ ${withoutCredentials(source)}`,
        `${blank}│ ${indent}^`,
        ...problem.hints.map((hint) => `${blank}= ${hint}`),
      ].join('\n');
    })
    .join('\n\n');
}

function syntaxProblems(document: Document.Parsed, lines: LineCounter): ConfigProblem[] {
  return [...document.errors].map((error) => {
    const duplicate = error.code === 'DUPLICATE_KEY';
    return {
      message: duplicate ? 'this key is set twice' : `this is not valid YAML: ${error.message}`,
      hints: duplicate
        ? ['keep one of the two']
        : ['check the indentation, and that brackets and quotes are closed, here and just above'],
      path: '',
      ...position(lines, error.pos[0]),
    };
  });
}

function verifyHasContent(document: Document.Parsed, file: string): ConfigProblem | null {
  if (document.contents !== null) return null;
  return {
    message: `${file} is empty`,
    hints: ['a config needs at least `data:` with a `source:`; configs/default.yaml is a complete example'],
    path: '',
    line: 1,
    column: 1,
  };
}

/** Aliases are resolved here, and can still be wrong: a name nobody defined, or so many that they are an attack. */
function toValue(document: Document.Parsed, file: string): { value: unknown } | { problem: ConfigProblem } {
  try {
    return { value: document.toJS() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${file} cannot be read: ${reason.replace(/\.$/, '')}`;
    return { problem: { message, hints: [], path: '', line: 1, column: 1 } };
  }
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
