/** What every language spells in its own way, and this one otherwise: choices, powers, negation, numbers, definitions. */
import type { SyntaxProblem } from '../../grammar/tree.ts';
import { WEEKDAYS } from '../planPortfolio.ts';
import { type Statement, tellPart } from './part.ts';
import type { Telling } from './tell.ts';
import { formCalled } from './translations.ts';

interface Spelling {
  /** The group `at` is blamed. */
  readonly pattern: RegExp;
  /** What to write for it, from the groups. */
  write(groups: Readonly<Record<string, string | undefined>>): string;
  /** The parser points somewhere else. */
  readonly elsewhere?: true;
}

const HEAD = String.raw`^(?:label\s+)?[A-Za-z_]\w*\s*=\s*`;

/** Longer ones are not repeated in a hint. */
const LONGEST = 60;

function choice({ condition = '', yes = '', no = '' }: Readonly<Record<string, string | undefined>>): string {
  const written = `where(${condition.trim()}, ${yes.trim()}, ${no.trim()})`;
  return written.length > LONGEST ? 'where(condition, a, b)' : written;
}

const UNITS: Readonly<Record<string, string>> = { min: 'min', w: 'w', m: 'm', y: 'y' };

const LIMIT = String.raw`\s+(?:at\s+|of\s+)?-?(?<limit>\d[\d_.]*)\s*`;

/** Signs of a unit behind the number of a limit. */
const LIMIT_UNITS = { '%': '%', d: '(?:d|days?|sessions?|bars?)?' } as const;

/** A line that backtesters have for what is a stop of positions here; the limit follows `figure`. */
const stop = (name: string, figure: string, unit: keyof typeof LIMIT_UNITS): Spelling => ({
  pattern: new RegExp(`^(?<at>${name}${LIMIT}${LIMIT_UNITS[unit]})$`, 'd'),
  write: ({ limit = '' }) => `stop position when ${figure}${limit}${unit} then exit`,
});

const STOPS: readonly Spelling[] = [
  stop('stop[\\s_-]*loss', 'position_return < -', '%'),
  stop('take[\\s_-]*profit', 'position_return > ', '%'),
  stop('trail(?:ing)?[\\s_-]*stop(?:[\\s_-]*loss)?', 'position_drawdown > ', '%'),
  stop('time[\\s_-]*stop', 'position_age > ', 'd'),
  stop('(?:max[\\s_-]*)?hold(?:ing)?[\\s_-]*(?:period|time|for)', 'position_age > ', 'd'),
];

const SPELLINGS: readonly Spelling[] = [
  { pattern: /^(?:label\s+)?[A-Za-z_]\w*\s*(?<at>:=)/d, write: () => '=', elsewhere: true },
  { pattern: /^label\s+\w+\s*(?<at>:|==|<-)/d, write: () => '=', elsewhere: true },
  {
    pattern: new RegExp(`${HEAD}[^=(]*?[^=<>!\\s(]\\s*(?<at>=)(?!=)`, 'd'),
    write: () => '==',
    elsewhere: true,
  },
  {
    pattern: new RegExp(`${HEAD}(?<at>(?<condition>[^?]+)\\?(?<yes>[^:?]+):(?<no>[^:?]+))$`, 'd'),
    write: choice,
  },
  {
    pattern: new RegExp(`${HEAD}(?<at>(?<yes>.+?)\\sif\\s(?<condition>.+?)\\selse\\s(?<no>.+))$`, 'd'),
    write: choice,
    elsewhere: true,
  },
  {
    pattern: /^rebalance\s+(?<at>every\s+(?<sessions>\d+)\s*(?:d|days?|sessions?)?)$/d,
    write: ({ sessions = '' }) =>
      Number(sessions) === 1 ? 'every session' : Number(sessions) < 13 ? 'weekly' : 'monthly',
  },
  {
    pattern: /^(?:long|short)\b.*?(?<at>(?<gross>gross\s+[^\s,]+)\s*,?\s*(?<before>(?:keep\s+to|where)\s+\S.*))$/d,
    write: ({ gross = '', before = '' }) => `${before.startsWith('keep') ? ', ' : ''}${before} ${gross}`,
  },
  ...STOPS,
  { pattern: /^neutral\s+(?<at>(?:dollar|cash|delta|net)\w*)/d, write: () => 'market' },
  { pattern: /^rebalance\s+(?<at>drift)\b/d, write: () => 'when drift' },
  {
    pattern: /^rebalance\s+weekly\s+(?<at>(?:on\s+)?(?<day>mon|tue|wed|thu|fri|sat|sun)[a-z]*)$/di,
    write: ({ day = '' }) => `on ${WEEKDAYS.find((each) => each.slice(0, 3).toLowerCase() === day.toLowerCase())}`,
  },
  {
    pattern:
      /^weight\s+(?<at>(?:by\s+)?(?<words>score|rank|(?:inverse|inv)\s+vol(?:atility)?|(?:hierarchical\s+)?risk\s+parity|min(?:imum)?\s+variance|mean\s+variance|equally|kelly))/d,
    write: ({ words = '' }) => formCalled(words.replaceAll(/\s+/g, '_')) ?? words.replaceAll(/\s+/g, '_'),
  },
  {
    pattern: /(?<at>(?:a|an|each|every|\/)\s*(?:year|annum)|p\.a\.|pa\b|yearly|annually|annual)/d,
    write: () => 'per year',
  },
  {
    pattern: /(?<at>(?:tomorrow(?:'s)?|following)\s+(?<instant>open|close))/d,
    write: ({ instant = '' }) => `next ${instant}`,
  },
  { pattern: /(?<at>\*\*)/d, write: () => '^' },
  { pattern: /(?<at>[!~])(?!=)/d, write: () => 'not' },
  { pattern: /(?<![\w.)\]])(?<at>\.(?<digits>\d+))(?![\w.])/d, write: ({ digits = '' }) => `0.${digits}` },
  {
    pattern: /(?<at>(?<digits>\d+)\s+(?<unit>d|days?|sessions?|bars?|min|minutes?|w|weeks?|m|months?|y|years?))\b/d,
    write: ({ digits = '', unit = '' }) => `${digits}${UNITS[unit.startsWith('min') ? 'min' : unit.charAt(0)] ?? 'd'}`,
  },
];

export function tellSpelling({ span }: SyntaxProblem, statement: Statement): Telling | null {
  for (const { pattern, write, elsewhere } of SPELLINGS) {
    const found = pattern.exec(statement.text);
    const part = found?.indices?.groups?.at;
    if (found === null || part === undefined) continue;
    const [from, to] = part.map((index) => statement.start + index) as [number, number];
    if (elsewhere !== true && (span.start > to || span.end < from)) continue;
    return tellPart('foreign-spelling', statement, part, [write(found.groups ?? {})]);
  }
  return null;
}
