/** The documents of `docs/` as pages. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { PACKAGE_ROOT } from '../files.ts';
import { renderMarkdown } from './markdown.ts';
import { type Chapter, linkFrom, type Page } from './page.ts';

/** What is made from tables has pages of its own; what is for those who write documents has none. */
const ELSEWHERE: Readonly<Record<string, string | null>> = {
  'docs/README.md': null,
  'docs/reference.md': 'reference/writing.html',
  'docs/diagnostics.md': 'messages/index.html',
};

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
  'scheduling',
  'monitoring',
  'what-check-proves',
  'house',
];

/** Where the site has a document of the repository, by its path: null where it has none. */
export function documentPlace(path: string): string | null {
  if (path === 'README.md') return 'index.html';
  if (Object.hasOwn(ELSEWHERE, path)) return ELSEWHERE[path]!;
  const [, folder, name] = /^docs\/(decisions\/)?([\w-]+)\.md$/.exec(path) ?? [];
  if (name === undefined || !existsSync(join(PACKAGE_ROOT, path))) return null;
  return folder === undefined ? `guides/${name}.html` : `decisions/${name}.html`;
}

/** @param messagePlace where a code of a message is told of, or null for what is none */
export function documentChapters(messagePlace: (code: string) => string | null): readonly Chapter[] {
  const page = (path: string) => documentPage(path, messagePlace);
  const guides = namesIn('docs').filter((name) => !Object.hasOwn(ELSEWHERE, `docs/${name}.md`));
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

function documentPage(document: string, messagePlace: (code: string) => string | null): Page {
  const text = readFileSync(join(PACKAGE_ROOT, document), 'utf8');
  const path = documentPlace(document)!;
  const [, heading = document, rest = text] = /^# (.+)\n([\s\S]*)$/.exec(text) ?? [];
  const title = heading.replaceAll('`', '');
  const { body, headings, words } = renderMarkdown(rest, {
    link: (href) => placeOfLink(href, document, path),
    codeLink: (code) => {
      const to = code.endsWith('.md') ? documentPlace(code) : messagePlace(code);
      return to === null || to === path ? null : linkFrom(path, to);
    },
  });
  const kind = path.split('/')[0]!.replace(/s$/, '').replace('index.html', 'start');
  const found = [
    { title, kind, url: path, text: words.get('') ?? '' },
    ...headings.map(({ id, text: words1 }) => ({
      title: words1,
      kind: `${kind}: ${title}`,
      url: `${path}#${id}`,
      text: words.get(id) ?? '',
    })),
  ];
  return { path, title, body, headings: headings.filter(({ level }) => level <= 3), found };
}

/** Of the repository's files the site has its documents, pictures and reports. */
function placeOfLink(href: string, document: string, page: string): string | null {
  if (href.startsWith('#')) return href;
  const [file = '', anchor] = href.split('#');
  const path = posix.join(posix.dirname(document), file);
  const asset = assetPlace(path);
  const to = asset ?? documentPlace(path);
  return to === null ? null : linkFrom(page, to) + (anchor === undefined ? '' : `#${anchor}`);
}

/** Pictures and reports of `docs/`, which are copied as they are. */
export function assetPlace(path: string): string | null {
  const [, file] = /^docs\/((?:images|reports)\/[\w.-]+)$/.exec(path) ?? [];
  return file === undefined || !existsSync(join(PACKAGE_ROOT, path)) ? null : file;
}
