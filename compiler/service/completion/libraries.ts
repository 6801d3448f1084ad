/** Files that could be used, and what they would bring. */
import { insertUse } from '../../fix/lines.ts';
import type { Analysis } from '../analysis.ts';
import type { Caret } from './caret.ts';
import type { Item } from './item.ts';

/** Behind `use`: the whole path takes the place of what of it is written. */
export function libraryPaths({ word }: Caret, { main, text }: Analysis): readonly Item[] {
  const start = word.start - (/[\w.]*$/.exec(text.slice(Math.max(0, word.start - 200), word.start))?.[0].length ?? 0);
  const used = new Set(main.tree.uses.map(({ path }) => path.map((each) => each.text).join('.')));
  return main
    .usable()
    .filter((path) => !used.has(path))
    .map((path) => ({
      label: path,
      kind: 'library',
      detail: path.startsWith('std.') ? 'standard library' : 'this project',
      snippet: path,
      span: { ...word, start },
      rank: path.startsWith('std.') ? 1 : 0,
      about: null,
    }));
}

/** What the standard library has for a block and this file does not use yet: its `use` line comes along. */
export function itemsOfLibraries(folder: string, { word }: Caret, { main, text }: Analysis): readonly Item[] {
  const declared = new Set(
    [main, ...main.uses].flatMap(({ declarations: { values, blocks } }) => [
      ...values.keys(),
      ...Array.from(blocks.keys(), (key) => key.split(' ')[1] ?? ''),
    ]),
  );
  return main
    .usable()
    .filter((path) => path.startsWith(`std.${folder}.`))
    .flatMap((path): Item[] => {
      const name = path.split('.').at(-1) ?? '';
      if (declared.has(name)) return [];
      const also = [insertUse(path, { span: word, text, tree: main.tree })];
      return [{ label: name, kind: 'name', detail: `use ${path}`, snippet: name, rank: 1, about: null, also }];
    });
}
