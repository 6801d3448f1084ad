/** Params and definitions that nothing mentions: mostly what is left of an idea, or a name misspelt elsewhere. */
import type { Definition, Param } from '../../grammar/tree.ts';
import type { Scoped } from '../load/expanded.ts';
import type { LintContext } from './context.ts';
import { type Mentions, mentionsOf } from './mentions.ts';

/** Only what the strategy says itself: what it inherits is for others too. The model sees every feature. */
export function verifyUnused({ strategy, names, diagnostics }: LintContext): void {
  const mentions = mentionsOf(strategy, names);
  for (const entry of strategy.params) {
    const { name } = entry.node;
    if (isOwn(entry, mentions) && !mentions.params.has(name.text)) {
      diagnostics.report('unused-param', name.span, { name: name.text });
    }
  }
  for (const entry of strategy.definitions) {
    const { name } = entry.node;
    if (isOwn(entry, mentions) && !mentions.definitions.has(entry.node)) {
      diagnostics.report('unused-definition', name.span, { name: name.text });
    }
  }
}

function isOwn({ node, inherited }: Scoped<Definition | Param>, { byHeirs }: Mentions): boolean {
  return !inherited && !byHeirs.has(node.name.text);
}
