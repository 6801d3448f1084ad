/** The messages as pages: a list of all, and one for each. */
import { slug } from '../../../compiler/reference/entry.ts';
import type { Entry, Part, Section } from '../../../compiler/reference.ts';
import { html, type Markup } from '../../report/markup.ts';
import { plainText, renderMarkdown } from './markdown.ts';
import { type Chapter, type Heading, linkFrom, type Page, type Step } from './page.ts';
import { codeLinks, messagePath, type Places } from './places.ts';

const INDEX = 'messages/index.html';

export function messageChapter(parts: readonly Part[], places: Places): Chapter {
  const below = parts.flatMap((part) =>
    part.sections.flatMap((section) => {
      const trail = trailTo(part, section);
      return section.entries.map((entry) => messagePage(entry, trail, places));
    }),
  );
  return { title: 'Messages', pages: [messageIndex(parts)], below };
}

/** From the list of all messages to those of one theme. */
function trailTo(part: Part, section: Section): readonly Step[] {
  return [
    { title: 'Messages', url: INDEX },
    { title: part.title, url: `${INDEX}#${slug(part.title)}` },
    { title: section.title, url: `${INDEX}#${themeId(part, section)}` },
  ];
}

function messagePage({ id, heading, body }: Entry, trail: readonly Step[], places: Places): Page {
  const path = messagePath(id);
  const rendered = renderMarkdown(body, { link: () => null, codeLink: codeLinks(path, places) }).body;
  const text = plainText(rendered.text.replace(/<pre[\s\S]*?<\/pre>/g, ''));
  // What is printed repeats the words of its example.
  const code = plainText((rendered.text.match(/<pre[^>]*data-language="strat"[\s\S]*?<\/pre>/g) ?? []).join(' '));
  const kind = kindOf(heading);
  const found = [{ title: id, kind, url: path, text, code }];
  const shown = html`<span class="badge ${kind}">${kind}</span> <code>${id}</code>`;
  return { path, title: id, heading: shown, trail, body: rendered, headings: [], found };
}

/** `error` of `error[looks-ahead]`. */
function kindOf(heading: string): string {
  return heading.replace(/\[.*/, '');
}

function themeId(part: Part, section: Section): string {
  return slug(`${part.title} ${section.id}`);
}

function messageIndex(parts: readonly Part[]): Page {
  const headings = parts.flatMap((part): Heading[] => [
    { id: slug(part.title), text: part.title, level: 2 },
    ...part.sections.map((section) => ({ id: themeId(part, section), text: section.title, level: 3 })),
  ]);
  const introduction = html`<p>What <code>strat check</code> and a run may say, by its code: what it means, and what to do. <code>strat explain CODE</code> prints the same.</p>
`;
  return {
    path: INDEX,
    title: 'Every message',
    body: html`${introduction}${parts.map(partMarkup)}`,
    headings,
    found: [{ title: 'Every message', kind: 'reference', url: INDEX, text: plainText(introduction.text) }],
  };
}

function partMarkup(part: Part): Markup {
  const themes = part.sections.map((section) => themeMarkup(themeId(part, section), section));
  return html`<section>
<h2 id="${slug(part.title)}">${part.title}</h2>
${themes}</section>
`;
}

function themeMarkup(id: string, { title, entries }: Section): Markup {
  const items = entries.map(({ id: code, heading, body }) => {
    const link = html`<a href="${linkFrom(INDEX, messagePath(code))}"><code>${code}</code></a>`;
    const kind = html`<span class="${kindOf(heading)}">${kindOf(heading)}</span>`;
    return html`<div><dt>${link} ${kind}</dt><dd>${firstSentence(body)}</dd></div>\n`;
  });
  return html`<h3 id="${id}">${title}</h3>
<dl class="messages">
${items}</dl>
`;
}

function firstSentence(markdown: string): string {
  const [paragraph = ''] = markdown.split('\n\n');
  return (/^.*?[.?!](?=\s|$)/s.exec(paragraph)?.[0] ?? paragraph).replaceAll('`', '');
}
