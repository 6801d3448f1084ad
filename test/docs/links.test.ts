/** What documents point to is there: links with their anchors, pictures, and files of the repository named in the text. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Marked } from 'marked';
import { expect, test } from 'vitest';
import { anchorOf } from '../../runtime/cli/site/markdown.ts';
import { documents, ROOT } from '../../scripts/docs/documents.ts';

/** Everything of one kind in a document, also within lists and tables. */
function tokensOf(text: string, type: 'link' | 'image' | 'codespan' | 'heading') {
  const found: { readonly text: string; readonly href: string }[] = [];
  const marked = new Marked();
  marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === type) found.push({ text: token.text, href: 'href' in token ? token.href : '' });
  });
  return found;
}

function anchorsOf(file: string): readonly string[] {
  return tokensOf(readFileSync(join(ROOT, file), 'utf8'), 'heading').map(({ text }) =>
    anchorOf(text.replaceAll('`', '')),
  );
}

test.each(documents().map(({ path, text }) => [path, text]))('links of %s', (path, text) => {
  for (const { href } of [...tokensOf(text, 'link'), ...tokensOf(text, 'image')]) {
    if (/^(https?|mailto):/.test(href)) continue;
    const [file = '', anchor] = href.split('#');
    const target = file === '' ? path : posix.join(posix.dirname(path), file);
    expect(existsSync(join(ROOT, target)), `${href}: there is no ${target}`).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(target), href).toContain(anchor);
  }
});

/** A path from the top of the repository, without a place to fill in. */
const PATH = /^(?:compiler|configs|docs|examples|grammar|runtime|scripts|stdlib|strategies|test)\/[\w./-]*$/;

test.each(documents().map(({ path, text }) => [path, text]))('files that %s names', (path, text) => {
  const named = tokensOf(text, 'codespan').flatMap(({ text: code }) => (PATH.test(code) ? [code] : []));
  const isThere = (file: string) => existsSync(join(ROOT, file)) || existsSync(join(ROOT, posix.dirname(path), file));
  expect(named.filter((file) => !isThere(file))).toEqual([]);
});
