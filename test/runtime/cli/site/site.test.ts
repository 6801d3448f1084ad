/** The site is whole: every link leads somewhere, nothing is asked of anybody, every page is well-formed. */
import { posix } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../../runtime/cli/commandTable.ts';
import { references } from '../../../../runtime/cli/reference/reference.ts';
import { siteFiles } from '../../../../runtime/cli/site/site.ts';
import { DOCUMENTS } from '../../../docs/support.ts';

const files = new Map(siteFiles(references(COMMANDS)).map(({ path, content }) => [path, content]));
const pages = new Map(
  [...files].flatMap(([path, content]) =>
    path.endsWith('.html') && !path.startsWith('reports/') ? [[path, String(content)]] : [],
  ),
);
const ids = new Map(
  [...pages].map(([path, text]) => [path, new Set([...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!))]),
);

/** What a page points to, by attribute. */
function referencesOf(text: string): { readonly attribute: string; readonly to: string }[] {
  return [...text.matchAll(/\s(href|src)="([^"]*)"/g)].map(([, attribute, to]) => ({ attribute: attribute!, to: to! }));
}

/** Why a link leads nowhere; null: it leads somewhere. */
function whyBroken(page: string, to: string): string | null {
  if (/^(https?:|data:)/.test(to)) return null;
  const [file = '', anchor] = to.split('#');
  const path = file === '' ? page : posix.join(posix.dirname(page), file);
  if (!files.has(path)) return `${page}: there is no ${to}`;
  return anchor !== undefined && ids.get(path)?.has(decodeURIComponent(anchor)) !== true
    ? `${page}: ${path} has no #${anchor}`
    : null;
}

test('every link and every anchor is there', () => {
  const broken = [...pages].flatMap(([page, text]) => referencesOf(text).map(({ to }) => whyBroken(page, to)));
  expect(broken.filter((each) => each !== null)).toEqual([]);
});

test('what is found by search is there', () => {
  const rows: string[][] = JSON.parse(String(files.get('assets/search.js')).replace(/^[^[]*|;\n$/g, ''));
  expect(rows.length).toBeGreaterThan(600);
  expect(rows.map(([, , url]) => whyBroken('index.html', url!)).filter((each) => each !== null)).toEqual([]);
});

test('nothing is asked of anybody: what a page loads lies beside it', () => {
  for (const [page, text] of pages) {
    const loaded = referencesOf(text.replace(/<a [^>]*>/g, '')).map(({ to }) => to);
    expect(loaded.filter((to) => !to.startsWith('data:') && !files.has(posix.join(posix.dirname(page), to)))).toEqual(
      [],
    );
    expect(text).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script>|<style|\sstyle="|\son\w+="/);
  }
  for (const name of ['assets/site.css', 'assets/site.js', 'assets/theme.js']) {
    expect(String(files.get(name))).not.toMatch(/https?:|url\(|@import|fetch\(|XMLHttpRequest/);
  }
});

test('every document has its page, and every code block of it', () => {
  const guides = DOCUMENTS.filter(({ path }) => /^docs\/(decisions\/)?(?!README)[\w-]+\.md$/.test(path));
  for (const { path, blocks } of guides) {
    const text = pages.get(
      path.replace(/^docs\/(decisions\/)?/, (_all, folder) => folder ?? 'guides/').replace(/md$/, 'html'),
    );
    expect(text?.match(/<pre class="code"/g)?.length ?? 0, path).toBe(blocks.length);
  }
});

test('a message says its kind beside its code, and what it is a part of', () => {
  const text = pages.get('messages/looks-ahead.html')!;
  expect(text).toContain('<h1><span class="badge error">error</span> <code>looks-ahead</code></h1>');
  const trail = /<nav class="trail"[\s\S]*?<\/nav>/.exec(text)![0];
  expect(
    trail
      .replace(/<[^>]*>/g, '')
      .trim()
      .split(/\n+/),
  ).toEqual(['Messages', 'When checking', 'What is known when']);
});

test('of a message the wrong text and the right one follow one another', () => {
  const text = pages.get('messages/looks-ahead.html')!;
  const languages = [...text.matchAll(/<pre class="code" data-language="(\w*)"/g)].map(([, language]) => language);
  expect(languages).toEqual(['strat', 'strat', 'text']);
});

test('the list of messages has a heading for each time at which they come', () => {
  const headings = [...pages.get('messages/index.html')!.matchAll(/<h2 id="[^"]*">([^<]*)</g)].map(
    ([, title]) => title,
  );
  expect(headings).toEqual(['When checking', 'When running', 'Of a finished run']);
});

test('on a phone the button of the bar opens the contents', () => {
  const text = pages.get('index.html')!;
  expect(text).toContain('popovertarget="site-contents"');
  expect(text).toMatch(/<nav [^>]*id="site-contents"[^>]* popover>/);
});

test('code is in colours', () => {
  const plain: string[] = [];
  for (const [page, text] of pages) {
    for (const [, language, code] of text.matchAll(/<pre class="code" data-language="(\w*)"[^>]*>([\s\S]*?)<\/pre>/g)) {
      if (['strat', 'yaml', 'sh', 'console', 'ts', 'json'].includes(language!) && !code!.includes('<span class="')) {
        plain.push(page);
      }
    }
  }
  // Texts of nothing but mistakes.
  expect(plain).toEqual(['messages/unknown-statement.html', 'messages/expression-too-deep.html']);
});

describe('pages are well-formed and say what they are to those who do not see them', () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended', 'html-validate:document'],
    rules: {
      // A list of results has no native element, and what scrolls by itself is a group.
      'prefer-native-element': ['error', { exclude: ['listbox', 'group'] }],
      // Anchors are those of code hosts, which may begin with a digit.
      'valid-id': ['error', { relaxed: true }],
      // A title is as long as its heading.
      'long-title': 'off',
      'no-trailing-whitespace': 'off',
      'require-sri': 'off',
      'void-style': 'off',
      'doctype-style': 'off',
    },
  });
  test('each', async () => {
    const problems: string[] = [];
    for (const page of pages.keys()) problems.push(...(await problemsOf(page)));
    expect(problems).toEqual([]);
  });

  async function problemsOf(page: string): Promise<string[]> {
    const { results } = await validator.validateString(pages.get(page)!);
    return results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line }) => `${page}:${line} ${ruleId}: ${message}`),
    );
  }
});

test('pages are light', () => {
  const sizes = [...pages]
    .map(([page, text]) => ({ page, size: Buffer.byteLength(text) }))
    .sort((a, b) => b.size - a.size);
  expect(sizes[0]!.size, sizes[0]!.page).toBeLessThan(200_000);
  expect(Buffer.byteLength(String(files.get('assets/search.js')))).toBeLessThan(600_000);
});
