/** Where code within a line of text leads: to what the reference, the messages or a guide tell of it. */
import type { Part } from '../../../compiler/reference.ts';
import { documentPlace } from './documentPlaces.ts';
import { linkFrom } from './page.ts';

/** From the top of the site, by code: `looks-ahead`, `forward_return`, `strat run`, `data.bars`. */
export type Places = ReadonlyMap<string, string>;

export function sectionPath(section: string): string {
  return `reference/${section}.html`;
}

export function messagePath(code: string): string {
  return `messages/${code}.html`;
}

/** Only what is a name and nothing else: `mean` and `close` are words, too, and a page full of links is no help. */
export function placesOf(reference: readonly Part[], messages: readonly Part[]): Places {
  const places = new Map<string, string>();
  for (const { id: section, entries } of reference.flatMap(({ sections }) => sections)) {
    for (const { id, name } of entries) {
      const code = section === 'commands' ? `strat ${name}` : name;
      if (/[_. ]/.test(code) && !places.has(code)) places.set(code, `${sectionPath(section)}#${id}`);
    }
  }
  for (const { id } of messages.flatMap(({ sections }) => sections).flatMap(({ entries }) => entries)) {
    places.set(id, messagePath(id));
  }
  return places;
}

/** From one page; null for what nothing tells of, and for what the page itself does. */
export function codeLinks(page: string, places: Places): (code: string) => string | null {
  return (code) => {
    const to = code.endsWith('.md') ? documentPlace(code) : (places.get(code) ?? null);
    return to === null || to.replace(/#.*/, '') === page ? null : linkFrom(page, to);
  };
}
