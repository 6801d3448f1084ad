/** The reference as pages: one for each section of the language, of commands and of configs. */
import type { Part, Section } from '../../../compiler/reference.ts';
import { html, type Markup, trusted } from '../../report/markup.ts';
import { plainText, renderMarkdown } from './markdown.ts';
import type { Chapter, Found, Heading, Page } from './page.ts';
import { codeLinks, type Places, sectionPath } from './places.ts';

/** Every part is a chapter, every section of it a page. */
export function referenceChapters(parts: readonly Part[], places: Places): readonly Chapter[] {
  return parts.map(({ title, sections }) => ({
    title,
    pages: sections.map((section) => sectionPage(section, places)),
  }));
}

const BLOCK = /^The block /;

function sectionPage({ id: section, title, introduction, entries }: Section, places: Places): Page {
  const path = sectionPath(section);
  const plain = title.replaceAll('`', '');
  const codeLink = codeLinks(path, places);
  const render = (markdown: string) => renderMarkdown(markdown, { link: () => null, codeLink }).body;
  const opening = render(introduction);
  const all = entries.map((entry) => ({ entry, heading: render(entry.heading), body: render(entry.body) }));
  const found: Found[] = [
    {
      title: plain.replace(BLOCK, ''),
      kind: BLOCK.test(plain) ? 'block' : 'reference',
      url: path,
      text: plainText(opening.text),
    },
    ...all.map(({ entry: { id, name }, body }) => ({
      title: name,
      kind: plain,
      url: `${path}#${id}`,
      text: plainText(body.text.replace(/<pre[\s\S]*?<\/pre>/g, '')),
    })),
  ];
  const isOnlyOne = (name: string) => entries.filter((each) => each.name === name).length === 1;
  const headings: Heading[] = all.map(({ entry: { id, name }, heading }) => ({
    id,
    text: isOnlyOne(name) ? name : plainText(heading.text),
    level: 2,
  }));
  const blocks = all.map(({ entry: { id }, heading, body }) => entryMarkup(id, heading, body));
  return { path, title: plain, body: html`${opening}${blocks}`, headings, found };
}

function entryMarkup(id: string, heading: Markup, body: Markup): Markup {
  const inner = trusted(heading.text.replace(/^<p>|<\/p>\n?$/g, ''));
  return html`<section class="entry">
<h2 id="${id}">${inner} <a class="anchor" href="#${id}" aria-label="Link to this entry">#</a></h2>
${body}</section>
`;
}
