/** Somebody who types: keys, deletions, pieces pasted from elsewhere, and many an undo. The same seed types the same. */
import { type Random, random } from '../../runtime/random.ts';

/** A stretch of the text, and what stands there now. */
export interface Keystroke {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What is typed at once: signs that texts hang on, words that begin statements, a letter, a number. */
const KEYS = [
  ...['{', '}', '(', ')', '[', '"', '#', ',', ';', ':', '=', '-', '..', '.', '%', '_', ' ', '  ', '\n', '\r\n', '\t'],
  ...['a', 'k', '1', ' 5', '20%', '2020-01-01', 'é', '😀', '\u00a0'],
  ...['label ', 'param ', 'use ', 'strategy ', 'include ', 'no ', 'allow ', 'features {\n', 'risk {', 'limit weight '],
  ...['close', 'mean(', ' and ', 'prediction', ' by ', 'gross '],
];

export class Typist {
  text: string;
  readonly #others: readonly string[];
  readonly #random: Random;
  readonly #past: string[] = [];
  /** Where the last key was pressed: most of the time the next one follows it. */
  #caret = 0;

  /** @param others texts to paste pieces of */
  constructor(text: string, others: readonly string[], ...seed: readonly number[]) {
    this.text = text;
    this.#others = others;
    this.#random = random(...seed);
  }

  /** Changes the text, and says how. */
  type(): Keystroke {
    const stroke = this.#next();
    this.#past.push(this.text);
    this.text = this.text.slice(0, stroke.start) + stroke.text + this.text.slice(stroke.end);
    this.#caret = stroke.start + stroke.text.length;
    return stroke;
  }

  #next(): Keystroke {
    const { length } = this.text;
    if (this.#random.uniform() < 0.4) this.#caret = this.#below(length + 1);
    const at = Math.min(this.#caret, length);
    const chance = this.#random.uniform();
    if (chance < 0.5) return { start: at, end: at, text: this.#oneOf(KEYS) };
    if (chance < 0.75) return { start: Math.max(0, at - 1 - this.#below(3)), end: at, text: '' };
    if (chance < 0.8) return { start: at, end: Math.min(length, at + this.#below(200)), text: '' };
    if (chance < 0.88) {
      const other = this.#oneOf(this.#others);
      const from = this.#below(other.length);
      return { start: at, end: at, text: other.slice(from, from + this.#below(300)) };
    }
    const back = this.#past.at(-1 - this.#below(5));
    return { start: 0, end: length, text: back ?? this.text };
  }

  #below(count: number): number {
    return Math.floor(this.#random.uniform() * count);
  }

  #oneOf<T>(values: readonly T[]): T {
    return values[this.#below(values.length)]!;
  }
}
