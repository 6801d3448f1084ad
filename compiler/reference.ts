/** The reference of the language, made from the tables that the parser, the checker and the runtime are made from. */
import { CHAPTERS, FIELDS, FORMS } from '../stdlib/registry.ts';
import { builtinEntry, fieldEntry, formEntry } from './reference/builtins.ts';
import type { Entry } from './reference/entry.ts';
import { INTRODUCTION, LITERALS, MEANINGS, STATEMENTS } from './reference/language.ts';
import { blockTitle, SETTING_CHAPTERS } from './reference/settings.ts';

interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

const SECTIONS: readonly Section[] = [
  { title: 'Statements', entries: STATEMENTS },
  ...SETTING_CHAPTERS,
  { title: 'Forms of settings', entries: FORMS.map(formEntry) },
  { title: 'Fields', entries: FIELDS.map(fieldEntry) },
  ...CHAPTERS.map(({ title, builtins }) => ({ title, entries: builtins.map(builtinEntry) })),
];

/** The whole, in Markdown. `docs/reference.md` is this text. */
export function referenceMarkdown(): string {
  return `${[
    '# Reference',
    '<!-- Made by scripts/reference.ts from the tables of the language: change those. -->',
    INTRODUCTION,
    '## What is often asked',
    MEANINGS,
    '## Literals and units',
    LITERALS,
    ...SECTIONS.flatMap(({ title, entries }) => [`## ${title}`, ...entries.map(entryMarkdown)]),
  ].join('\n\n')}\n`;
}

/**
 * Everything of this name, or null: `ewma` is a function and a form, `members` a statement and a setting. A block's name
 * gives all its settings, and the first word of settings gives all that begin with it: `limit`.
 */
export function referenceEntry(name: string): string | null {
  const entries = allEntries();
  const block = SECTIONS.find(({ title }) => title === blockTitle(name));
  const exact = entries.filter((entry) => entry.name === name);
  const found = [...exact, ...(block?.entries ?? [])];
  const shown = found.length > 0 ? found : entries.filter((entry) => entry.name.startsWith(`${name} `));
  return shown.length === 0 ? null : `${[...new Set(shown)].map(entryMarkdown).join('\n\n')}\n`;
}

/** In the order of the reference, each once. */
export function referenceNames(): readonly string[] {
  return [...new Set(allEntries().map(({ name }) => name))];
}

function allEntries(): readonly Entry[] {
  return SECTIONS.flatMap(({ entries }) => entries);
}

function entryMarkdown({ heading, body }: Entry): string {
  return `### ${heading}\n\n${body}`;
}
