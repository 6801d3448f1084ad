/** Code as marked-up text: strategies by the lexer of the language, other languages by what is plain to see. */
import { lex } from '../../../grammar/lexer.ts';
import { SYNTAXES, wordsOf } from '../../../grammar/pattern.ts';
import { BLOCK_TYPES } from '../../../grammar/settings.ts';
import { BUILTINS, FIELDS } from '../../../stdlib/registry.ts';
import { html, type Markup } from '../../report/markup.ts';

/** What a piece of code is; the style sheet has a colour for each. */
type Role = 'comment' | 'text' | 'number' | 'keyword' | 'name' | 'key' | 'prompt' | 'error' | 'warning';

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly role: Role;
}

/** Code of a language that is not known comes back as it is. */
export function highlight(code: string, language: string): Markup {
  const pieces = piecesOf(code, language);
  const parts: (Markup | string)[] = [];
  let at = 0;
  for (const { start, end, role } of pieces) {
    parts.push(code.slice(at, start), html`<span class="${role}">${code.slice(start, end)}</span>`);
    at = end;
  }
  parts.push(code.slice(at));
  return html`${parts}`;
}

function piecesOf(code: string, language: string): readonly Piece[] {
  if (language === 'strat') return strategyPieces(code);
  if (language === 'console') return consolePieces(code);
  return patternPieces(code, PATTERNS[language]);
}

// ── Strategies ─────────────────────────────────────────────────────────────────────────────────────────────────

const STATEMENT_WORDS = 'use strategy extends param in label include no allow and or not'.split(' ');
const KEYWORDS: ReadonlySet<string> = new Set([
  ...STATEMENT_WORDS,
  ...BLOCK_TYPES,
  ...SYNTAXES.flatMap(({ setting, elements }) => [...setting.key.split(' '), ...wordsOf(elements)]),
]);
const FUNCTION_NAMES: ReadonlySet<string> = new Set(BUILTINS.map(({ name }) => name));
const FIELD_NAMES: ReadonlySet<string> = new Set(FIELDS.map(({ name }) => name));
/** Behind these the name of a field is a word of the setting: `decide at close`, `limit volume`. */
const BEFORE_WORDS: ReadonlySet<string> = new Set(['at', 'next', 'limit', 'target', 'neutral']);

function strategyPieces(code: string): readonly Piece[] {
  const { tokens, comments } = lex(code, '');
  const marked = [...tokens, ...comments].flatMap(({ tokenType, image, startOffset }, i): Piece[] => {
    const role = roleOf(tokenType.name, image, { before: tokens[i - 1]?.image, after: tokens[i + 1]?.image });
    return role === null ? [] : [{ start: startOffset, end: startOffset + image.length, role }];
  });
  return marked.sort((a, b) => a.start - b.start);
}

interface Around {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A word may be a keyword, a function or a field, by what stands around it. */
function roleOf(type: string, image: string, { before = '', after }: Around): Role | null {
  switch (type) {
    case 'Comment':
      return 'comment';
    case 'Text':
      return 'text';
    case 'Number':
    case 'Date':
    case 'Time':
      return 'number';
    default:
      if (FUNCTION_NAMES.has(image) && after === '(') return 'name';
      if (FIELD_NAMES.has(image) && !BEFORE_WORDS.has(before)) return 'name';
      return KEYWORDS.has(image) ? 'keyword' : null;
  }
}

// ── Other languages ────────────────────────────────────────────────────────────────────────────────────────────

const SHELL =
  /(?<prompt>^[$>] )|(?<comment>(?<=^|\s)#.*$)|(?<text>'[^'\n]*'|"[^"\n]*")|(?<keyword>(?<=^(?:[$] )?(?:npx )?)(?:strat|npm)\b(?: [a-z]+)?)|(?<name>(?<=\s)--?[a-z][\w-]*)/gm;
const TRANSCRIPT = /(?<error>^error\[[^\]]*\])|(?<warning>^(?:warning|suspicion)\[[^\]]*\])/gm;

/** Named groups are roles. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  yaml: /(?<comment>(?<=^|\s)#.*$)|(?<text>'[^'\n]*'|"[^"\n]*")|(?<key>[\w.-]+(?=:(?:\s|$)))|(?<number>(?<=[\s:[,])-?\d[\d_.]*(?=[\s,}\]]|$))/gm,
  sh: SHELL,
  text: TRANSCRIPT,
  json: /(?<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<text>"(?:[^"\\]|\\.)*")|(?<number>-?\b\d[\d.eE+-]*)|(?<keyword>\b(?:true|false|null)\b)/g,
  ts: /(?<comment>\/\/.*$|\/\*[\s\S]*?\*\/)|(?<text>'[^'\n]*'|"[^"\n]*"|`[^`]*`)|(?<keyword>\b(?:import|export|from|type|interface|function|const|return|async|await|if|new|throw|declare|class|readonly)\b)|(?<number>\b\d[\d_.]*\b)/gm,
  python:
    /(?<comment>#.*$)|(?<text>'[^'\n]*'|"[^"\n]*")|(?<keyword>\b(?:import|from|def|return|class|if|else|for|in|and|or|not|None|True|False)\b)|(?<number>\b\d[\d_.]*\b)/gm,
};

function patternPieces(code: string, pattern: RegExp | undefined): readonly Piece[] {
  if (pattern === undefined) return [];
  return [...code.matchAll(pattern)].flatMap(({ index, 0: { length }, groups }): Piece[] => {
    const role = Object.entries(groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    return role === undefined ? [] : [{ start: index, end: index + length, role: role as Role }];
  });
}

/** Commands as in a shell, what they print as a transcript. */
function consolePieces(code: string): readonly Piece[] {
  let at = 0;
  return code.split('\n').flatMap((line) => {
    const start = at;
    at += line.length + 1;
    const isCommand = /^[$>] /.test(line);
    return patternPieces(line, isCommand ? SHELL : TRANSCRIPT).map((piece) => ({
      ...piece,
      start: start + piece.start,
      end: start + piece.end,
    }));
  });
}
