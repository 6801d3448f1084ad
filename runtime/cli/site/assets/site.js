// What pages do beyond being read: search, the choice of a scheme, copying code. Each works from a disk, without a server.

/** @typedef {readonly [title: string, kind: string, url: string, text: string, also: string, code: string]} Row */

const MOST = 12;

/**
 * The best rows for some words, best first. Every word has to be found. A title that is the query counts most, then one that
 * begins with it, then words of the title or other names of it, then words of the text, last
 * those of its examples.
 *
 * @param {readonly Row[]} rows
 * @param {string} query
 * @returns {Row[]}
 */
function searched(rows, query) {
  const wanted = query.toLowerCase().trim();
  const words = wanted.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  /** @type {{ row: Row, score: number }[]} */
  const found = [];
  for (const row of rows) {
    const score = scoreOf(row, wanted, words);
    if (score > 0) found.push({ row, score });
  }
  found.sort((a, b) => b.score - a.score || a.row[0].length - b.row[0].length);
  return found.slice(0, MOST).map(({ row }) => row);
}

/**
 * @param {Row} row
 * @param {string} wanted
 * @param {readonly string[]} words
 */
function scoreOf([title, kind, , text, also, code], wanted, words) {
  const name = title.toLowerCase();
  const names = `${name} ${also}`;
  const body = text.toLowerCase();
  let score = name === wanted ? 200 : name.startsWith(wanted) || startsWord(also, wanted) ? 60 : 0;
  for (const word of words) {
    const each = Math.max(
      scoreIn(names, word, 40, 15),
      scoreIn(kind.toLowerCase(), word, 8, 3),
      scoreIn(body, word, 6, 2),
      scoreIn(code.toLowerCase(), word, 2, 1),
    );
    if (each === 0) return 0;
    score += each;
  }
  return score;
}

/**
 * @param {string} text
 * @param {string} wanted
 */
function startsWord(text, wanted) {
  return ` ${text}`.includes(` ${wanted}`);
}

/**
 * @param {string} text
 * @param {string} word
 * @param {number} start what it counts where a word of the text begins with it
 * @param {number} inside what it counts within a word
 */
function scoreIn(text, word, start, inside) {
  let best = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return start;
    best = inside;
  }
  return best;
}

// ── The search box ─────────────────────────────────────────────────────────────────────────────────────────────

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function element(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no #${id}`);
  return found;
}

function startSearch() {
  const input = element('site-search', HTMLInputElement);
  const list = element('site-results', HTMLElement);
  const top = document.documentElement.dataset.top ?? '';
  let chosen = -1;

  /** The rows are a script of their own, fetched when somebody searches. */
  function loadRows() {
    if (document.getElementById('site-rows') !== null) return;
    const script = document.createElement('script');
    script.id = 'site-rows';
    script.src = `${top}assets/search.js`;
    script.addEventListener('load', show);
    document.head.append(script);
  }

  function show() {
    const rows = searched(globalThis.searchRows ?? [], input.value);
    const isEmpty = input.value.trim() === '' || globalThis.searchRows === undefined;
    list.replaceChildren(...(rows.length === 0 ? [nothing()] : rows.map(option)));
    list.hidden = isEmpty;
    input.setAttribute('aria-expanded', String(!isEmpty));
    choose(rows.length > 0 && !isEmpty ? 0 : -1);
  }

  /**
   * @param {Row} row
   * @param {number} i
   */
  function option([title, kind, url, text], i) {
    const link = document.createElement('a');
    link.id = `site-result${i}`;
    link.href = top + url;
    link.tabIndex = -1;
    link.setAttribute('role', 'option');
    for (const [name, words] of [
      ['title', title],
      ['kind', kind],
      ['words', text.slice(0, 120)],
    ]) {
      const part = document.createElement('span');
      part.className = name;
      part.textContent = words;
      link.append(part, ' ');
    }
    link.addEventListener('click', close);
    return link;
  }

  function nothing() {
    const words = document.createElement('p');
    words.setAttribute('role', 'status');
    words.textContent = `Nothing on “${input.value.trim()}”`;
    return words;
  }

  /** @param {number} i */
  function choose(i) {
    const options = list.querySelectorAll('[role=option]');
    for (const [k, each] of options.entries()) each.setAttribute('aria-selected', String(k === i));
    chosen = i;
    if (i < 0) input.removeAttribute('aria-activedescendant');
    else {
      input.setAttribute('aria-activedescendant', `site-result${i}`);
      options[i]?.scrollIntoView({ block: 'nearest' });
    }
  }

  function close() {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    choose(-1);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const count = list.hidden ? 0 : list.querySelectorAll('[role=option]').length;
    if (event.key === 'Escape') {
      if (list.hidden) input.blur();
      close();
    } else if (event.key === 'Enter' && count > 0) {
      const link = list.querySelectorAll('a')[Math.max(0, chosen)];
      link?.click();
    } else if (event.key === 'ArrowDown' && count > 0) choose((chosen + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) choose((chosen - 1 + count) % count);
    else return;
    event.preventDefault();
  }

  input.addEventListener('focus', loadRows);
  input.addEventListener('input', show);
  input.addEventListener('keydown', onKey);
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Node && !input.contains(target) && !list.contains(target)) close();
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

// ── The scheme ─────────────────────────────────────────────────────────────────────────────────────────────────

function startTheme() {
  const button = element('site-theme', HTMLButtonElement);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  function name() {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Use light colours' : 'Use dark colours');
  }
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem('theme', root.dataset.theme);
    } catch {
      // It holds for this page.
    }
    name();
  });
  dark.addEventListener('change', name);
  button.hidden = false;
  name();
}

// ── Copying ────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What somebody would type: of a terminal session only its commands.
 *
 * @param {string} code
 * @param {string | undefined} language
 */
function copied(code, language) {
  if (language !== 'console') return code;
  const typed = code.split('\n').filter((line) => /^[$>] /.test(line));
  return typed.map((line) => line.slice(2)).join('\n');
}

function startCopying() {
  if (navigator.clipboard === undefined) return;
  for (const block of document.querySelectorAll('pre.code')) {
    if (!(block instanceof HTMLElement) || block.dataset.language === 'text') continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(
        copied(block.querySelector('code')?.textContent ?? '', block.dataset.language),
      );
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 1500);
    });
    const frame = document.createElement('div');
    frame.className = 'frame';
    block.replaceWith(frame);
    frame.append(block, button);
  }
}

/** The contents scroll by themselves: the page that is read is in sight. */
function showCurrent() {
  const contents = element('site-contents', HTMLElement);
  scrollToCurrent(contents);
  // On a phone they are nowhere until they are opened.
  contents.addEventListener('toggle', () => scrollToCurrent(contents));
}

/** @param {HTMLElement} contents */
function scrollToCurrent(contents) {
  const current = contents.querySelector('[aria-current]');
  if (current instanceof HTMLElement) contents.scrollTop = current.offsetTop - contents.clientHeight / 2;
}

if (typeof document !== 'undefined') {
  showCurrent();
  startSearch();
  startTheme();
  startCopying();
}
