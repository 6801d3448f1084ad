/** The examples of the reference as statements of a strategy. */
import type { Builtin } from '../../stdlib/types.ts';

/** A book that looks at a condition. */
export const filterBy = (condition: string) => `portfolio { long top 20 by prediction where ${condition} gross 50% }`;

/** Where the example of a built-in stands in a strategy, for `variant`. */
export function statementOf({ kernel, result, example }: Builtin): string {
  if (kernel.shape === 'loss') return `model { loss ${example} }`;
  if (kernel.shape === 'book') return `risk { stop when ${example} > 2% then flatten }`;
  if (result === 'members') return `universe { members ${example} }`;
  if (result === 'label') return `label shown = ${example}`;
  // Used, so that it is certainly read; a yes or no as a filter, a number within one.
  return isTruth(example) ? filterBy(example) : filterBy(`not is_missing(${example})`);
}

function isTruth(example: string): boolean {
  let outside = example;
  for (let before = ''; before !== outside; ) {
    before = outside;
    outside = outside.replace(/\([^()]*\)/g, '');
  }
  return / (<|<=|>|>=|==|!=) |^not | (and|or) /.test(outside);
}
