/** Markdown of our documents as the text of a page: headings with anchors, code in colours, links between pages. */
import { Marked, type Tokens } from 'marked';
import { escapeHtml, type Markup, trusted } from '../../report/markup.ts';
import { highlight } from './highlight.ts';
import type { Heading } from './page.ts';

export interface Rendered {
  readonly body: Markup;
  readonly headings: readonly Heading[];
  /** The words below each heading, by its id; those above the first under the empty id. */
  readonly words: ReadonlyMap<string, string>;
}

export interface Options {
  /** Where a link of the text leads on the site; null: nowhere, and its words stay. */
  link(href: string): string | null;
  /** Where code within a line leads, such as the name of a document or of a message; null: it stays as it is. */
  codeLink(code: string): string | null;
}

/** @param text without its first heading, which is the title of the page */
export function renderMarkdown(text: string, { link, codeLink }: Options): Rendered {
  const headings: Heading[] = [];
  const ids = new Map<string, number>();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }): string {
        const inner = this.parser.parseInline(tokens);
        const plain = plainText(inner);
        const id = unique(anchorOf(plain), ids);
        headings.push({ id, text: plain, level: depth });
        const anchor = `<a class="anchor" href="#${id}" aria-label="Link to this heading">#</a>`;
        return `<h${depth} id="${id}">${inner} ${anchor}</h${depth}>\n`;
      },
      code: ({ text: code, lang }) => `${codeBlock(code, lang ?? '')}\n`,
      codespan({ text: code }): string {
        const href = codeLink(code);
        const shown = `<code>${escapeHtml(code)}</code>`;
        return href === null ? shown : `<a href="${escapeHtml(href)}">${shown}</a>`;
      },
      link({ href, tokens }): string {
        const to = link(href);
        const inner = this.parser.parseInline(tokens);
        return to === null ? inner : `<a href="${escapeHtml(to)}">${inner}</a>`;
      },
      image({ href, text: description }): string {
        const to = link(href);
        return to === null ? '' : `<img src="${escapeHtml(to)}" alt="${escapeHtml(description)}" loading="lazy">`;
      },
      // Comments are for whoever writes; anything else in angle brackets is meant as it stands.
      html: ({ text: raw }) => (raw.trimStart().startsWith('<!--') ? '' : escapeHtml(raw)),
      table(token): string {
        return tableOf(token, (cell) => this.parser.parseInline(cell.tokens));
      },
    },
  });
  const body = marked.parser(marked.lexer(text));
  return { body: trusted(body), headings, words: wordsByHeading(body) };
}

/** As sites of code hosts make them, so that links of the documents hold in both places. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function unique(id: string, ids: Map<string, number>): string {
  const before = ids.get(id) ?? 0;
  ids.set(id, before + 1);
  return before === 0 ? id : `${id}-${before}`;
}

/** Scrolls by itself where it is too wide, also by keyboard. */
function codeBlock(code: string, info: string): string {
  const language = info.split(/\s+/)[0] ?? '';
  const label = language === '' ? 'Code' : `Code, ${language}`;
  return `<pre class="code" data-language="${escapeHtml(language)}" tabindex="0" role="group" aria-label="${escapeHtml(label)}"><code>${highlight(code, language).text}</code></pre>`;
}

function tableOf({ header, rows }: Tokens.Table, inline: (cell: Tokens.TableCell) => string): string {
  const head = header.map((cell) => `<th scope="col">${inline(cell)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${inline(cell)}</td>`).join('')}</tr>`).join('\n');
  return `<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table></div>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What markup says without its tags. */
export function plainText(markup: string): string {
  return markup
    .replace(/<\/(?:td|th|tr|p|li|h\d|pre)>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_entity, name: string) => ENTITIES[name]!)
    .replace(/\s+/g, ' ')
    .trim();
}

function wordsByHeading(body: string): ReadonlyMap<string, string> {
  const [first = '', ...sections] = body.split(/(?=<h[2-6] id=")/);
  const words = new Map([['', plainText(first)]]);
  for (const section of sections) {
    const id = /id="([^"]*)"/.exec(section)?.[1] ?? '';
    words.set(id, plainText(section.replace(/^<h\d.*<\/h\d>/, '')));
  }
  return words;
}
