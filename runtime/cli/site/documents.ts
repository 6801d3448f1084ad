/** The documents of `docs/` as pages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { PACKAGE_ROOT } from '../files.ts';
import { assetPlace, documentPlace, isGuide } from './documentPlaces.ts';
import { type Rendered, renderMarkdown } from './markdown.ts';
import { type Chapter, type Found, linkFrom, type Page } from './page.ts';
import { codeLinks, type Places } from './places.ts';

/** Guides that are read first, in this order; the others follow by name. */
const FIRST = [
  'tutorial',
  'editor',
  'coming-from',
  'commands',
  'data',
  'files',
  'quality',
  'universes',
  'book',
  'evidence',
  'paper',
  'query',
  'scheduling',
  'monitoring',
  'what-check-proves',
  'house',
];

export function documentChapters(places: Places): readonly Chapter[] {
  const page = (path: string) => documentPage(path, places);
  const guides = namesIn('docs').filter((name) => isGuide(`docs/${name}.md`));
  return [
    { title: 'Start', pages: [page('README.md')] },
    { title: 'Guides', pages: inOrder(guides).map((name) => page(`docs/${name}.md`)) },
    { title: 'Decisions', pages: namesIn('docs/decisions').map((name) => page(`docs/decisions/${name}.md`)) },
  ];
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(join(PACKAGE_ROOT, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length))
    .sort();
}

function inOrder(names: readonly string[]): readonly string[] {
  const place = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return names.toSorted((a, b) => place(a) - place(b));
}

function documentPage(document: string, places: Places): Page {
  const text = readFileSync(join(PACKAGE_ROOT, document), 'utf8');
  const path = documentPlace(document)!;
  const [, heading = document, rest = text] = /^# (.+)\n([\s\S]*)$/.exec(text) ?? [];
  const title = heading.replaceAll('`', '');
  const rendered = renderMarkdown(rest, {
    link: (href) => placeOfLink(href, document, path),
    codeLink: codeLinks(path, places),
  });
  const headings = rendered.headings.filter(({ level }) => level <= 3);
  return { path, title, body: rendered.body, headings, found: foundIn(path, title, rendered) };
}

/** The document, and each of its sections. */
function foundIn(path: string, title: string, { headings, words }: Rendered): readonly Found[] {
  const kind = path.startsWith('decisions/') ? 'decision' : 'guide';
  return [
    { title, kind, url: path, text: words.get('') ?? '' },
    ...headings.map(({ id, text }) => ({
      title: text,
      kind: `${kind}: ${title}`,
      url: `${path}#${id}`,
      text: words.get(id) ?? '',
    })),
  ];
}

/** Of the repository's files the site has its documents, pictures and reports. */
function placeOfLink(href: string, document: string, page: string): string | null {
  if (/^(#|https?:)/.test(href)) return href;
  const [file = '', anchor] = href.split('#');
  const path = posix.join(posix.dirname(document), file);
  const to = assetPlace(path) ?? documentPlace(path);
  return to === null ? null : linkFrom(page, to) + (anchor === undefined ? '' : `#${anchor}`);
}
