/** Every code of the compiler in the reference: what it means, a wrong text, the right one, and the message as it is printed. */
import { BLOCKS } from '../messages/blocks.ts';
import { EXPRESSIONS } from '../messages/expressions.ts';
import { FEASIBILITY } from '../messages/feasibility.ts';
import { INSTANTS } from '../messages/instants.ts';
import { LEARNING } from '../messages/learning.ts';
import { LINTS } from '../messages/lints.ts';
import { MISTAKES } from '../messages/mistakes.ts';
import { PORTFOLIO } from '../messages/portfolio.ts';
import { SPLIT } from '../messages/split.ts';
import { STRUCTURE } from '../messages/structure.ts';
import { SYNTAX } from '../messages/syntax.ts';
import { type Entry, paragraphs, type Section, slug } from './entry.ts';

/** The part of a message that the reference shows. */
interface Explained {
  readonly severity: string;
  readonly explain: string;
  readonly wrong: string;
  readonly right: string;
}

const THEMES: readonly (readonly [title: string, messages: Readonly<Record<string, Explained>>])[] = [
  ['How a text is written', SYNTAX],
  ['Files, strategies and names', STRUCTURE],
  ['Names, arguments and units', EXPRESSIONS],
  ['What is known when', INSTANTS],
  ['Blocks', BLOCKS],
  ['Portfolios', PORTFOLIO],
  ['Splits', SPLIT],
  ['What is learnt', LEARNING],
  ['Habits of other systems', MISTAKES],
  ['Warnings of a second look', LINTS],
  ['What cannot be held', FEASIBILITY],
];

/** @param transcript what `strat check` prints of a text with this code, or null where none is at hand */
export function diagnosticSections(transcript: (code: string) => string | null): readonly Section[] {
  return THEMES.map(([title, messages]) => ({
    id: slug(title),
    title,
    introduction: '',
    entries: Object.entries(messages).map(([code, message]) => diagnosticEntry(code, message, transcript(code))),
  }));
}

function diagnosticEntry(code: string, message: Explained, printed: string | null): Entry {
  const { severity, explain, wrong, right } = message;
  return {
    id: code,
    name: code,
    heading: `${severity}[${code}]`,
    body: paragraphs(
      explain,
      `Wrong:\n\n${shown(wrong)}`,
      `Right:\n\n${shown(right)}`,
      printed === null ? '' : `What \`strat check\` says, here of a text of the tests:\n\n${fence('text', printed)}`,
    ),
  };
}

/** Some mistakes are made on the command line. */
function shown(text: string): string {
  return fence(/^(npx )?strat /.test(text) ? 'sh' : 'strat', text);
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
