/** The reference of the language, made from the tables that the parser, the checker and the runtime are made from. */
import { CHAPTERS, FIELDS, FORMS } from '../stdlib/registry.ts';
import { builtinEntry, fieldEntry, formEntry } from './reference/builtins.ts';
import { type Entry, type Section, slug } from './reference/entry.ts';
import { INTRODUCTION, MEANINGS, STATEMENT_SECTION } from './reference/language.ts';
import { blockTitle, SETTING_SECTIONS } from './reference/settings.ts';
import { KIND_SECTION, LITERAL_SECTION } from './reference/values.ts';

export type { Entry, Section } from './reference/entry.ts';

/** What stands together in the table of contents. */
export interface Part {
  readonly title: string;
  readonly sections: readonly Section[];
}

export const LANGUAGE: readonly Part[] = [
  {
    title: 'The language',
    sections: [
      { id: 'writing', title: 'How a strategy is written', introduction: INTRODUCTION, entries: [] },
      { id: 'often-asked', title: 'What is often asked', introduction: MEANINGS, entries: [] },
      LITERAL_SECTION,
      KIND_SECTION,
      STATEMENT_SECTION,
    ],
  },
  {
    title: 'Blocks and settings',
    sections: [...SETTING_SECTIONS, section('Forms of settings', FORMS.map(formEntry))],
  },
  {
    title: 'Fields and functions',
    sections: [
      section('Fields', FIELDS.map(fieldEntry)),
      ...CHAPTERS.map(({ title, builtins }) => section(title, builtins.map(builtinEntry))),
    ],
  },
];

function section(title: string, entries: readonly Entry[]): Section {
  return { id: slug(title), title, introduction: '', entries };
}

/** Sections with their entries, without a heading of the whole. */
export function partsMarkdown(parts: readonly Part[]): string {
  return sectionsOf(parts)
    .flatMap(({ title, introduction, entries }) => [
      `## ${title}`,
      ...(introduction === '' ? [] : [introduction]),
      ...entries.map(entryMarkdown),
    ])
    .join('\n\n');
}

/**
 * Everything of this name, or null: `ewma` is a function and a form, `members` a statement and a setting. A block's name
 * gives all its settings, and the first word of settings gives all that begin with it: `limit`.
 */
export function referenceEntry(name: string, parts: readonly Part[] = LANGUAGE): string | null {
  const entries = sectionsOf(parts).flatMap((each) => each.entries);
  const block = sectionsOf(parts).find(({ title }) => title === blockTitle(name));
  const exact = entries.filter((entry) => entry.name === name);
  const found = [...exact, ...(block?.entries ?? [])];
  const shown = found.length > 0 ? found : entries.filter((entry) => entry.name.startsWith(`${name} `));
  return shown.length === 0 ? null : `${[...new Set(shown)].map(entryMarkdown).join('\n\n')}\n`;
}

/** In the order of the reference, each once. */
export function referenceNames(parts: readonly Part[] = LANGUAGE): readonly string[] {
  return [...new Set(sectionsOf(parts).flatMap(({ entries }) => entries.map(({ name }) => name)))];
}

function sectionsOf(parts: readonly Part[]): readonly Section[] {
  return parts.flatMap(({ sections }) => sections);
}

function entryMarkdown({ heading, body }: Entry): string {
  return `### ${heading}\n\n${body}`;
}
