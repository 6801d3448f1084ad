/**
 * What a text was read as before its last change, statement by statement. While somebody types, all statements but one
 * are what they were: each of these becomes a single token that carries its tree, and the parser passes over it.
 *
 * The tree of a statement depends on its words, on the types of its tokens and on its place, and is known by these;
 * one at which a problem was found is always read anew. So is a `use`, a header, and a `label` or `param` in a block, which
 * is a mistake: by these the parser tells that a block was left open. `parse.ts` reads all anew when a statement turns out
 * to stand elsewhere than its braces say. The answer is that of a parser without memory, which a test holds it to.
 */
import { createTokenInstance, type IToken, tokenMatcher } from 'chevrotain';
import { endOf } from './cst.ts';
import type { Place } from './parser.ts';
import { shifted } from './shift.ts';
import { BlockTypeToken, LeftBrace, Recalled, RightBrace, starter, Terminator } from './tokens.ts';
import type { BlockStatement, BlockType, Declaration, SourceFile, StrategyStatement, SyntaxProblem } from './tree.ts';

export type Statement = Declaration | StrategyStatement | BlockStatement;

interface Kept {
  readonly node: Statement;
  readonly place: Place;
  /** How many tokens it was read from. */
  readonly size: number;
}

/** A statement without braces, up to its terminator. */
interface Run {
  readonly words: string;
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

export interface Recollection {
  readonly tokens: IToken[];
  readonly runs: readonly Run[];
}

export class ParseMemory {
  #kept: ReadonlyMap<string, Kept> = new Map();

  /** The tokens of a text as the parser is to see them; `runs` are for `remember`. */
  recall(tokens: readonly IToken[], text: string): Recollection {
    const out: IToken[] = [];
    const runs: Run[] = [];
    const places: (Place | null)[] = ['file'];
    let begins = 0;
    tokens.forEach((token, i) => {
      const { tokenType } = token;
      out.push(token);
      if (tokenType === LeftBrace) places.push(placeOf(tokens[begins]));
      else if (tokenType === RightBrace && places.length > 1) places.pop();
      if (tokenType === Terminator) {
        const place = places.at(-1) ?? null;
        if (place !== null && tokens[begins] !== token) {
          const run = runOf(tokens, begins, i, text);
          runs.push(run);
          const kept = this.#kept.get(keyOf(place, run));
          if (kept !== undefined) out.splice(-run.size, run.size, recalledToken(run, kept, text, tokens[i - 1]));
        }
      }
      if (tokenType === Terminator || tokenType === LeftBrace || tokenType === RightBrace) begins = i + 1;
    });
    return { tokens: out, runs };
  }

  /** Keeps what can be recalled of a text, and forgets all before it. */
  remember(runs: readonly Run[], file: SourceFile, problems: readonly SyntaxProblem[]): void {
    const statements = statementsOf(file);
    const isTouched = touching(problems);
    const kept = new Map<string, Kept>();
    for (const run of runs) {
      const found = statements.get(run.start);
      if (found !== undefined && !isTouched(run)) kept.set(keyOf(found.place, run), { ...found, size: run.size });
    }
    this.#kept = kept;
  }
}

/** The tree that a token stands for, where it stands now; null when it was read in another place. */
export function recalled(token: IToken, place: Place): Statement | null {
  const kept: Kept = token.payload;
  return kept.place === place ? shifted(kept.node, token.startOffset - kept.node.span.start) : null;
}

/** How many tokens of the text one of the parser's stands for. */
export function sizeOf({ tokenType, payload }: IToken): number {
  return tokenType === Recalled ? (payload as Kept).size : 1;
}

function recalledToken({ start }: Run, kept: Kept, text: string, last: IToken): IToken {
  const token = createTokenInstance(Recalled, text.slice(start, endOf(last)), start, NaN, NaN, NaN, NaN, NaN);
  token.payload = kept;
  return token;
}

const STRATEGY = starter('strategy');

/** What a `{` opens, by the first word before it; null for what is no place for statements. */
function placeOf(first: IToken): Place | null {
  if (first.tokenType === STRATEGY) return 'strategy';
  return tokenMatcher(first, BlockTypeToken) ? (first.image as BlockType) : null;
}

function runOf(tokens: readonly IToken[], first: number, last: number, text: string): Run {
  const start = tokens[first].startOffset;
  const end = endOf(tokens[last]);
  let types = '';
  for (let i = first; i <= last; i++) types += String.fromCharCode(tokens[i].tokenTypeIdx);
  return { words: `${text.slice(start, end)}\0${types}`, start, end, size: last - first + 1 };
}

function keyOf(place: Place, { words }: Run): string {
  return `${place}\0${words}`;
}

/** By where they begin. */
function statementsOf({ declarations }: SourceFile): ReadonlyMap<number, Pick<Kept, 'node' | 'place'>> {
  const found = new Map<number, Pick<Kept, 'node' | 'place'>>();
  const add = (statements: readonly Statement[], place: Place): void => {
    for (const node of statements) {
      if (node.kind === 'strategy') add(node.statements, 'strategy');
      else if (node.kind === 'block') add(node.statements, node.type);
      else found.set(node.span.start, { node, place });
    }
  };
  add(declarations, 'file');
  return found;
}

/** Whether a problem lies in a run or at one of its ends. */
function touching(problems: readonly SyntaxProblem[]): (run: Run) => boolean {
  const stretches: { start: number; end: number }[] = [];
  for (const { start, end } of problems.map(({ span }) => span).sort((a, b) => a.start - b.start)) {
    const last = stretches.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else stretches.push({ start, end });
  }
  return ({ start, end }) => {
    let [low, high] = [0, stretches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (stretches[middle].end < start) low = middle + 1;
      else high = middle;
    }
    return low < stretches.length && stretches[low].start <= end;
  };
}
