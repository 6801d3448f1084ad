/** What is told of blocks, settings and statements, in Markdown, from the reference. */
import type { BlockType } from '../../grammar/tree.ts';
import { type PlanValue, planValues } from '../outline/values.ts';
import { valueText } from '../outline/wording.ts';
import type { Plan } from '../plan.ts';
import { BLOCKS } from '../reference/blocks.ts';
import { code, example, facts, paragraphs } from '../reference/entry.ts';
import { STATEMENT_SECTION } from '../reference/language.ts';
import { blockTitle, SETTING_SECTIONS } from '../reference/settings.ts';
import { entryText } from './describe.ts';

export function settingText(block: BlockType, key: string): string {
  const section = SETTING_SECTIONS.find(({ title }) => title === blockTitle(block));
  const entry = section?.entries.find(({ name }) => name === key);
  return entry === undefined ? '' : entryText(entry);
}

/** Null for a word that begins no statement of the language itself. */
export function statementText(word: string): string | null {
  const entry = STATEMENT_SECTION.entries.find(({ name }) => name === word);
  return entry === undefined ? null : entryText(entry);
}

/** With what the plan has of it that the author has not said: what is derived, and what is by default. */
export function blockText(type: BlockType, plan: Plan | null): string {
  const { summary, example: shown } = BLOCKS[type];
  const unsaid = plan === null ? '' : facts(unsaidRows(type, plan));
  return paragraphs(summary, unsaid === '' ? '' : `Not said here:\n\n${unsaid}`, example(shown));
}

/** More than this is what `strat plan` is for. */
const MOST = 12;

function unsaidRows(type: BlockType, plan: Plan): readonly (readonly [string, string])[] {
  const rows = (by: Unsaid, words: string) =>
    unsaidValues(type, plan, by).map(([name, value]): [string, string] => [code(name), `${code(value)}, ${words}`]);
  return [...rows('derived', 'derived'), ...rows('default', 'by default')].slice(0, MOST);
}

/** Follows from other values, or is what it is when nobody says it. */
type Unsaid = 'derived' | 'default';

/** Names within the block, with their values as one would write them. */
export function unsaidValues(type: BlockType, plan: Plan, by: Unsaid): readonly (readonly [string, string])[] {
  return planValues(plan)
    .filter((value) => value.path.startsWith(`${type}.`) && saidBy(value) === by)
    .map((value) => [value.path.slice(type.length + 1), valueText(value, plan)]);
}

/** Null where the author says it, and where nobody does. */
function saidBy({ origin, content }: PlanValue): Unsaid | null {
  if (content.kind === 'plain' && content.value === null) return null;
  if (origin === null) return 'derived';
  return origin.by === 'default' ? 'default' : null;
}
