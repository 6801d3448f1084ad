/**
 * The documentation as a folder of HTML: guides and decisions from `docs/`, the reference from its tables. It is read from
 * a disk as from a server, asks nobody for anything, and holds text, style and search in files of its own.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variables } from '../../report/palette.ts';
import { PACKAGE_ROOT } from '../files.ts';
import type { Reference } from '../reference/reference.ts';
import { assetPlace } from './documentPlaces.ts';
import { documentChapters } from './documents.ts';
import { messageChapter } from './messages.ts';
import { type Chapter, pageDocument } from './page.ts';
import { placesOf } from './places.ts';
import { referenceChapters } from './reference.ts';
import { searchScript } from './search.ts';

export interface SiteFile {
  /** From the top of the site. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** @param references the language, commands and configs; then the messages */
export function siteFiles([reference, messages]: readonly Reference[]): readonly SiteFile[] {
  const chapters = chaptersOf(reference!, messages!);
  const pages = chapters.flatMap(({ pages: listed, below }) => [...listed, ...(below ?? [])]);
  return [
    ...pages.map((page) => ({ path: page.path, content: pageDocument(page, chapters) })),
    { path: 'assets/search.js', content: searchScript(pages.flatMap(({ found }) => found)) },
    { path: 'assets/site.css', content: styleSheet() },
    ...['site.js', 'theme.js'].map((name) => ({ path: `assets/${name}`, content: asset(name) })),
    ...pictures(),
  ];
}

function chaptersOf(reference: Reference, messages: Reference): readonly Chapter[] {
  const places = placesOf(reference.parts, messages.parts);
  const [start, guides, decisions] = documentChapters(places);
  return [
    start!,
    guides!,
    ...referenceChapters(reference.parts, places),
    messageChapter(messages.parts, places),
    decisions!,
  ];
}

function asset(name: string): string {
  return readFileSync(join(PACKAGE_ROOT, 'runtime/cli/site/assets', name), 'utf8');
}

/** The palette of the reports, and what lies where. */
function styleSheet(): string {
  return [
    `:root{color-scheme:light;${variables('light')}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${variables('dark')}}}`,
    `:root[data-theme=dark]{color-scheme:dark;${variables('dark')}}`,
    asset('site.css'),
  ].join('\n');
}

function pictures(): readonly SiteFile[] {
  return ['images', 'reports'].flatMap((folder) =>
    readdirSync(join(PACKAGE_ROOT, 'docs', folder)).flatMap((name) => {
      const path = assetPlace(`docs/${folder}/${name}`);
      return path === null ? [] : [{ path, content: readFileSync(join(PACKAGE_ROOT, 'docs', folder, name)) }];
    }),
  );
}
