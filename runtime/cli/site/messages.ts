/** The messages as pages: a list of all, and one for each. */
import { slug } from '../../../compiler/reference/entry.ts';
import type { Entry, Part, Section } from '../../../compiler/reference.ts';
import { html, type Markup } from '../../report/markup.ts';
import { plainText, renderMarkdown } from './markdown.ts';
import { type Chapter, linkFrom, type Page } from './page.ts';
import { codeLinks, messagePath, type Places } from './places.ts';

const INDEX = 'messages/index.html';

export function messageChapter(parts: readonly Part[], places: Places): Chapter {
  const entries = parts.flatMap(({ sections }) => sections).flatMap((section) => section.entries);
  return { title: 'Messages', pages: [messageIndex(parts)], below: entries.map((entry) => messagePage(entry, places)) };
}

function messagePage({ id, heading, body }: Entry, places: Places): Page {
  const path = messagePath(id);
  const rendered = renderMarkdown(body, { link: () => null, codeLink: codeLinks(path, places) }).body;
  // What is printed repeats the words of its example.
  const text = plainText(rendered.text.replace(/<pre[^>]*data-language="text"[\s\S]*?<\/pre>/g, ''));
  const found = [{ title: id, kind: kindOf(heading), url: path, text }];
  return { path, title: heading, body: rendered, headings: [], found };
}

/** `error` of `error[looks-ahead]`. */
function kindOf(heading: string): string {
  return heading.replace(/\[.*/, '');
}

function messageIndex(parts: readonly Part[]): Page {
  const themes = parts.flatMap(({ title, sections }) =>
    sections.map((section) => ({
      id: slug(`${title} ${section.id}`),
      text: `${title}: ${section.title.toLowerCase()}`,
      section,
    })),
  );
  const introduction = html`<p>What <code>strat check</code> and a run may say, by its code: what it means, and what to do. <code>strat explain CODE</code> prints the same.</p>
`;
  return {
    path: INDEX,
    title: 'Every message',
    body: html`${introduction}${themes.map(({ id, text, section }) => themeMarkup(id, text, section))}`,
    headings: themes.map(({ id, text }) => ({ id, text, level: 2 })),
    found: [{ title: 'Every message', kind: 'reference', url: INDEX, text: plainText(introduction.text) }],
  };
}

function themeMarkup(id: string, title: string, { entries }: Section): Markup {
  const items = entries.map(({ id: code, heading, body }) => {
    const link = html`<a href="${linkFrom(INDEX, messagePath(code))}"><code>${code}</code></a>`;
    const kind = html`<span class="${kindOf(heading)}">${kindOf(heading)}</span>`;
    return html`<div><dt>${link} ${kind}</dt><dd>${firstSentence(body)}</dd></div>\n`;
  });
  return html`<section>
<h2 id="${id}">${title}</h2>
<dl class="messages">
${items}</dl>
</section>
`;
}

function firstSentence(markdown: string): string {
  const [paragraph = ''] = markdown.split('\n\n');
  return (/^.*?[.?!](?=\s|$)/s.exec(paragraph)?.[0] ?? paragraph).replaceAll('`', '');
}
