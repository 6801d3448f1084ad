/** Settings in the reference, after the table that the parser is made from. */
import { type SettingSyntax, SYNTAXES } from '../../grammar/pattern.ts';
import { BLOCK_TYPES } from '../../grammar/settings.ts';
import { BLOCKS } from './blocks.ts';
import { code, type Entry, example, facts, paragraphs, type Section, slug } from './entry.ts';

/** What people ask about a setting beyond what it is for. */
const MEANINGS: Readonly<Record<string, string>> = {
  'risk.stop when':
    'Every session after the close the condition is read; when it holds the book goes to cash, and no stop is read meanwhile. It stays in cash until resumed by hand, unless `resume after Nd` says after how many sessions it decides again. A resume resets the peak of `drawdown` to the equity of that moment and empties the windows of the stops, `day_return` included. `drawdown` is positive here: 8% below the peak is `drawdown > 8%`. `volatility` is per session, `sharpe` annualised.',
  'split.train': 'Windows hold both of their dates, and may not overlap.',
  'portfolio.rebalance': 'Between rebalances the shares are held, so weights drift with prices.',
};

export const blockTitle = (block: string): string => `The block ${code(block)}`;

export const SETTING_SECTIONS: readonly Section[] = BLOCK_TYPES.map((block) => ({
  id: block,
  title: blockTitle(block),
  introduction: paragraphs(BLOCKS[block].summary, example(BLOCKS[block].example)),
  entries: SYNTAXES.filter(({ setting }) => setting.block === block).map(settingEntry),
}));

function settingEntry({ setting, readable }: SettingSyntax): Entry {
  const { block, key, summary, repeatable } = setting;
  return {
    id: slug(key),
    name: key,
    heading: code(readable),
    body: paragraphs(
      summary,
      MEANINGS[`${block}.${key}`] ?? '',
      facts([['repeated', repeatable === true ? 'may stand several times; an heir adds to what it inherits' : null]]),
      example(setting.example),
    ),
  };
}
