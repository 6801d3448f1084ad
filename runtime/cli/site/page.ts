/** What a page of the site is, and the shell around its text. */
import { html, type Markup, trusted } from '../../report/markup.ts';

export interface Heading {
  readonly id: string;
  /** Without markup. */
  readonly text: string;
  /** 2 or 3. */
  readonly level: number;
}

/** One place that search can lead to. */
export interface Found {
  readonly title: string;
  /** What it is: `function`, `setting of risk`, `guide`. */
  readonly kind: string;
  /** From the top of the site, with its anchor. */
  readonly url: string;
  readonly text: string;
  /** Its examples, in which a word says less. */
  readonly code?: string;
}

/** A place above a page. */
export interface Step {
  readonly title: string;
  /** From the top of the site, with its anchor. */
  readonly url: string;
}

export interface Page {
  /** From the top of the site: `reference/fields.html`. */
  readonly path: string;
  readonly title: string;
  /** The title as the page shows it, where that is more than its words. */
  readonly heading?: Markup;
  /** What the page is a part of, outermost first. */
  readonly trail?: readonly Step[];
  readonly body: Markup;
  readonly headings: readonly Heading[];
  readonly found: readonly Found[];
}

/** Pages that stand together in the navigation. */
export interface Chapter {
  readonly title: string;
  readonly pages: readonly Page[];
  /** Pages that are found from the first of these, and not listed. */
  readonly below?: readonly Page[];
}

/** From the page to a place, both from the top of the site. */
export function linkFrom(page: string, to: string): string {
  return '../'.repeat(page.split('/').length - 1) + to;
}

/** Nothing may be fetched from elsewhere, whatever a document says. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

export function pageDocument(page: Page, chapters: readonly Chapter[]): string {
  const to = (path: string) => linkFrom(page.path, path);
  return html`<!doctype html>
<html lang="en" data-top="${to('')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<title>${page.path === 'index.html' ? 'strat' : `${page.title} · strat`}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to('assets/site.css')}">
<script src="${to('assets/theme.js')}"></script>
<script src="${to('assets/site.js')}" defer></script>
</head>
<body>
<a class="skip" href="#site-text">Skip to the text</a>
<header class="top">
<a class="brand" href="${to('index.html')}">strat</a>
<search>
<input id="site-search" type="search" placeholder="Search" autocomplete="off" spellcheck="false" role="combobox" aria-label="Search the documentation" aria-expanded="false" aria-controls="site-results" aria-autocomplete="list" aria-keyshortcuts="/">
<kbd aria-hidden="true">/</kbd>
<div id="site-results" role="listbox" aria-label="Results" hidden></div>
</search>
<button id="site-theme" type="button" hidden>Dark</button>
<button class="menu" type="button" popovertarget="site-contents">Menu</button>
</header>
<div class="columns">
<main id="site-text" tabindex="-1">
<article>
${trailOf(page)}<h1>${page.heading ?? page.title}</h1>
${page.body}
</article>
${neighbours(page, chapters)}
</main>
${onThisPage(page)}
${contents(page, chapters)}
</div>
</body>
</html>
`.text;
}

function trailOf({ path, trail }: Page): Markup | null {
  if (trail === undefined) return null;
  const steps = trail.map(({ title, url }) => html`<li><a href="${linkFrom(path, url)}">${title}</a></li>\n`);
  return html`<nav class="trail" aria-label="Where this page stands">
<ol>
${steps}</ol>
</nav>
`;
}

function onThisPage({ headings }: Page): Markup | null {
  if (headings.length < 2) return null;
  const items = headings.map(
    ({ id, text, level }) => html`<li class="level${level}"><a href="#${id}">${text}</a></li>\n`,
  );
  return html`<nav class="here" aria-label="On this page">
<h2>On this page</h2>
<ul>
${items}</ul>
</nav>`;
}

/** Every chapter, and the pages of the one that this page is in: a column on a desk, what "Menu" opens on a phone. */
function contents(page: Page, chapters: readonly Chapter[]): Markup {
  const to = (path: string) => linkFrom(page.path, path);
  const current = (isCurrent: boolean) => (isCurrent ? trusted(' aria-current="page"') : null);
  const link = (each: Page) => html`<li><a href="${to(each.path)}"${current(each === page)}>${each.title}</a></li>\n`;
  const items = chapters.map(({ title, pages, below }) => {
    const isOpen = pages.includes(page) || below?.includes(page) === true;
    const isAlone = pages.length === 1;
    const inside = isOpen && !isAlone ? html`\n<ul>\n${pages.map(link)}</ul>\n` : null;
    return html`<li><a class="chapter" href="${to(pages[0]!.path)}"${current(isAlone && pages[0] === page)}>${title}</a>${inside}</li>\n`;
  });
  return html`<nav class="contents" id="site-contents" aria-label="Contents" popover>
<ul>
${items}</ul>
</nav>`;
}

function neighbours(page: Page, chapters: readonly Chapter[]): Markup | null {
  const pages = chapters.flatMap((chapter) => [...chapter.pages, ...(chapter.below ?? [])]);
  const at = pages.indexOf(page);
  const link = (other: Page | undefined, rel: string, word: string) =>
    other === undefined
      ? null
      : html`<a rel="${rel}" href="${linkFrom(page.path, other.path)}"><span>${word}</span> ${other.title}</a>\n`;
  return html`<nav class="neighbours" aria-label="Neighbouring pages">
${link(pages[at - 1], 'prev', 'Before')}${link(pages[at + 1], 'next', 'Next')}</nav>`;
}
