/**
 * Looks at the site in a Chromium that is installed: `node scripts/look.ts site pictures [PAGE…]`. Takes pictures of pages
 * on a phone and on a desk, light and dark; drives search by the keyboard; and ends with 1 where a page says something on
 * the console, asks for anything but files, is wider than its screen, or search does not lead where it should.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Chromium } from './support/chromium.ts';

const [site = 'site', pictures = 'pictures', ...named] = process.argv.slice(2);
const pages =
  named.length > 0
    ? named
    : ['index.html', 'reference/over-time.html', 'messages/looks-ahead.html', 'guides/data.html'];
const SCREENS = { desk: { width: 1280, height: 900, mobile: false }, phone: { width: 390, height: 844, mobile: true } };
const faults: string[] = [];

mkdirSync(pictures, { recursive: true });
await using browser = await Chromium.start(process.env.CHROMIUM ?? 'chromium');
for (const page of pages) {
  for (const [screen, metrics] of Object.entries(SCREENS)) {
    for (const scheme of ['light', 'dark']) {
      await browser.send('Emulation.setDeviceMetricsOverride', { ...metrics, deviceScaleFactor: 1 });
      await browser.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
      await browser.open(addressOf(page));
      await noteFaults(`${page} (${screen}, ${scheme})`);
      writeFileSync(join(pictures, `${page.replaceAll('/', '-')}-${screen}-${scheme}.png`), await browser.picture());
    }
  }
}
await searchByKeyboard();
process.stdout.write(`${[...faults, `${pages.length} pages looked at, ${faults.length} faults`].join('\n')}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function addressOf(page: string): string {
  return pathToFileURL(join(resolve(site), page)).href;
}

async function noteFaults(place: string): Promise<void> {
  for (const { method, params } of browser.events) {
    const { request } = (params ?? {}) as { request?: { url: string } };
    const isSaid = ['Runtime.exceptionThrown', 'Runtime.consoleAPICalled', 'Log.entryAdded'].includes(method ?? '');
    if (isSaid) faults.push(`${place}: ${JSON.stringify(params)}`);
    if (request !== undefined && !/^(file|data):/.test(request.url)) faults.push(`${place}: asks for ${request.url}`);
  }
  const over = Number(await browser.evaluate('document.documentElement.scrollWidth - innerWidth'));
  if (over > 0) faults.push(`${place}: ${over} pixels too wide`);
}

/** `/`, words, arrows there and back, Enter; then Escape. */
async function searchByKeyboard(): Promise<void> {
  await browser.open(addressOf('guides/data.html'));
  await browser.press('/');
  await browser.type('looks-ahead');
  for (const key of ['ArrowDown', 'ArrowUp', 'Enter']) await browser.press(key);
  await browser.evaluate('new Promise((resolve) => setTimeout(resolve, 300))');
  const place = String(await browser.evaluate('location.href'));
  if (!place.endsWith('messages/looks-ahead.html')) faults.push(`search led to ${place}`);
  await browser.press('/');
  await browser.type('mean');
  await browser.press('Escape');
  if ((await browser.evaluate('document.getElementById("site-results").hidden')) !== true)
    faults.push('Escape left the results');
}
