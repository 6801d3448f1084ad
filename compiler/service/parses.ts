/** Texts as they were parsed last, so that a change costs no more than what has changed. */
import { ParseMemory } from '../../grammar/memory.ts';
import { parse } from '../../grammar/parse.ts';
import type { ParseResult } from '../../grammar/tree.ts';

interface Parsed {
  readonly memory: ParseMemory;
  readonly text: string;
  readonly result: ParseResult;
}

export class Parses {
  readonly #byFile = new Map<string, Parsed>();

  /** As the parser answers, sooner. */
  readonly parse = (text: string, file: string): ParseResult => {
    const known = this.#byFile.get(file);
    if (known?.text === text) return known.result;
    const memory = known?.memory ?? new ParseMemory();
    const result = parse(text, file, memory);
    this.#byFile.set(file, { memory, text, result });
    return result;
  };

  /** Forgets all other files. */
  keep(files: ReadonlySet<string>): void {
    for (const file of this.#byFile.keys()) if (!files.has(file)) this.#byFile.delete(file);
  }
}
