/** The reference as pages: one for each section of the language, commands and configs, one for each message. */

import { slug } from '../../../compiler/reference/entry.ts';
import type { Entry, Part, Section } from '../../../compiler/reference.ts';
import { html, type Markup, trusted } from '../../report/markup.ts';
import { documentPlace } from './documents.ts';
import { plainText, renderMarkdown } from './markdown.ts';
import { type Chapter, type Found, type Heading, linkFrom, type Page } from './page.ts';

export function messagePath(code: string): string {
  return `messages/${code}.html`;
}

/** Every part is a chapter, every section of it a page. */
export function referenceChapters(parts: readonly Part[], isMessage: (code: string) => boolean): readonly Chapter[] {
  return parts.map(({ title, sections }) => ({
    title,
    pages: sections.map((section) => sectionPage(section, isMessage)),
  }));
}

const BLOCK = /^The block /;

function sectionPage(
  { id: section, title, introduction, entries }: Section,
  isMessage: (code: string) => boolean,
): Page {
  const path = `reference/${section}.html`;
  const plain = title.replaceAll('`', '');
  const render = (markdown: string) => rendered(markdown, path, isMessage);
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

/** The list of all messages, and a page for each. */
export function messageChapter(parts: readonly Part[], isMessage: (code: string) => boolean): Chapter {
  const pages = parts.flatMap(({ sections }) =>
    sections.flatMap(({ entries }) => entries.map((entry) => messagePage(entry, isMessage))),
  );
  return { title: 'Messages', pages: [messageIndex(parts)], below: pages };
}

function messagePage({ id, heading, body }: Entry, isMessage: (code: string) => boolean): Page {
  const path = messagePath(id);
  const markup = rendered(body, path, isMessage);
  const kind = heading.replace(/\[.*/, '');
  // What is printed repeats the words of its example.
  const text = plainText(markup.text.replace(/<pre[^>]*data-language="text"[\s\S]*?<\/pre>/g, ''));
  return { path, title: heading, body: markup, headings: [], found: [{ title: id, kind, url: path, text }] };
}

function messageIndex(parts: readonly Part[]): Page {
  const path = 'messages/index.html';
  const sections = parts.flatMap((part) =>
    part.sections.map((section) => ({ part, section, id: slug(`${part.title} ${section.id}`) })),
  );
  const body = sections.map(
    ({ part, section, id }) => html`<section>
<h2 id="${id}">${part.title}: ${section.title.toLowerCase()}</h2>
<dl class="messages">
${section.entries.map(({ id: code, heading, body: text }) => html`<div><dt><a href="${linkFrom(path, messagePath(code))}"><code>${code}</code></a> <span class="${heading.replace(/\[.*/, '')}">${heading.replace(/\[.*/, '')}</span></dt><dd>${firstSentence(text)}</dd></div>\n`)}</dl>
</section>
`,
  );
  const headings = sections.map(({ part, section, id }) => ({
    id,
    text: `${part.title}: ${section.title.toLowerCase()}`,
    level: 2,
  }));
  return {
    path,
    title: 'Every message',
    body: html`<p>What <code>strat check</code> and a run may say, by its code: what it means, and what to do. <code>strat explain CODE</code> prints the same.</p>
${body}`,
    headings,
    found: [{ title: 'Every message', kind: 'reference', url: path, text: '' }],
  };
}

function firstSentence(markdown: string): string {
  const [paragraph = ''] = markdown.split('\n\n');
  return (/^.*?[.?!](?=\s|$)/s.exec(paragraph)?.[0] ?? paragraph).replaceAll('`', '');
}

function rendered(markdown: string, path: string, isMessage: (code: string) => boolean): Markup {
  return renderMarkdown(markdown, {
    link: () => null,
    codeLink: (code) => {
      const to = code.endsWith('.md') ? documentPlace(code) : isMessage(code) ? messagePath(code) : null;
      return to === null || to === path ? null : linkFrom(path, to);
    },
  }).body;
}
