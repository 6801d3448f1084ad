/** The code blocks of a document, with what their info strings say of how they are checked: `docs/README.md` has the rules. */

/** A fenced block, such as ```` ```strat fragment=portfolio ````. */
export interface Block {
  /** The first word of the info string; empty where there is none. */
  readonly language: string;
  /** The words after it: `each` is `['each', true]`, `exit=1` is `['exit', '1']`. */
  readonly options: ReadonlyMap<string, string | true>;
  /** Without the fences, and without their indentation. */
  readonly text: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
}

const OPENING = /^(?<indent> *)(?<fence>`{3,}|~{3,}) *(?<info>[^`]*)$/;

/** In order. A block that is never closed ends with the document, as Markdown has it. */
export function blocksOf(markdown: string): readonly Block[] {
  const lines = markdown.split(/\r?\n/);
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const opening = OPENING.exec(lines[at]!)?.groups;
    if (opening === undefined) continue;
    const { indent = '', fence = '', info = '' } = opening;
    const closing = new RegExp(`^ *${fence[0]}{${fence.length},} *$`);
    const first = at + 1;
    for (at = first; at < lines.length && !closing.test(lines[at]!); at++);
    const text = lines.slice(first, at).map((line) => line.replace(new RegExp(`^ {0,${indent.length}}`), ''));
    const [language = '', ...words] = info.trim().split(/\s+/);
    blocks.push({ language, options: new Map(words.map(option)), text: text.join('\n'), line: first });
  }
  return blocks;
}

function option(word: string): [string, string | true] {
  const at = word.indexOf('=');
  return at < 0 ? [word, true] : [word.slice(0, at), word.slice(at + 1)];
}
