/** Settings and the other statements of blocks: slots are read by walking the pattern that made the rule. */
import { buildDate, buildExpression, buildName, buildText, missing, type Site } from './build-expression.ts';
import { type Cst, endOf, extentOf, nodesOf, spanOf, tokenOf, tokensOf } from './cst.ts';
import { type PatternElement, type SettingSyntax, type SlotType, SYNTAXES } from './pattern.ts';
import { problem } from './problems.ts';
import { cover } from './span.ts';
import type { Allow, BlockType, Include, Removal, Setting, SlotValue } from './tree.ts';

/**
 * A slot that a mistake kept from being read is `missing`, unless it may be left out. Words are the one kind that
 * `missing` does not tell apart: ask for its kind before reading it.
 */
export function buildSetting(node: Cst, syntax: SettingSyntax, site: Site): Setting {
  const key = tokenOf(node, 'key')!;
  const span = extentOf(node, site.file)!;
  const slots: Record<string, SlotValue> = {};
  fill(syntax.elements, true);
  return { kind: 'setting', key: syntax.setting.key, keySpan: spanOf(key, site.file), slots, span };

  function fill(elements: readonly PatternElement[], required: boolean): void {
    for (const element of elements) {
      if (element.kind === 'optional') fill(element.elements, false);
      else if (element.kind === 'either') fill(branchRead(element.branches), required);
      else if (element.kind !== 'word') {
        const value =
          element.kind === 'slot' ? buildSlot(node, element.name, element.type, span.end, site) : words(element.name);
        if (value !== null) slots[element.name] = value;
        else if (required) slots[element.name] = missing(span.end, site.file);
      }
    }
  }

  /** The one of which something was read; a branch that broke off at its first word is the first. */
  function branchRead(branches: readonly (readonly PatternElement[])[]): readonly PatternElement[] {
    const isRead = (element: PatternElement) => 'name' in element && node.children[element.name] !== undefined;
    return branches.find((branch) => branch.some(isRead)) ?? branches[0];
  }

  function words(name: string): SlotValue | null {
    const tokens = tokensOf(node, name);
    if (tokens.length === 0) return null;
    const text = tokens.map((token) => token.image).join(' ');
    return { kind: 'words', text, span: cover(spanOf(tokens[0], site.file), spanOf(tokens.at(-1)!, site.file)) };
  }
}

/** Null when nothing of it was read. */
function buildSlot(node: Cst, name: string, type: SlotType, after: number, site: Site): SlotValue | null {
  if (node.children[name] === undefined) return null;
  const nodes = nodesOf(node, name);
  const tokens = tokensOf(node, name);
  switch (type) {
    case 'expr':
      return buildExpression(nodes[0], endOf(tokenOf(node, 'key')!), site);
    case 'range': {
      const from = buildExpression(nodes[0], after, site);
      const to = buildExpression(nodes[1], after, site);
      return { kind: 'range', from, to, span: cover(from.span, to.span) };
    }
    case 'stretch':
      return tokens.length === 0
        ? buildSlot(node, name, 'expr', after, site)
        : buildSlot(node, name, 'dates', after, site);
    case 'dates': {
      const from = buildDate(tokens[0], site);
      const to = tokens[1] === undefined ? missing(after, site.file) : buildDate(tokens[1], site);
      return { kind: 'range', from, to, span: cover(from.span, to.span) };
    }
    case 'name':
      return buildName(tokens[0], site.file);
    case 'time': {
      const text = tokens[0].image;
      const [hour, minute] = text.split(':').map((part) => Number.parseInt(part, 10));
      const span = spanOf(tokens[0], site.file);
      if (hour > 23 || minute > 59 || /m$/i.test(text)) {
        site.problems.push(problem('malformed-time', site.file, span.start, span.end, { text }));
      }
      return { kind: 'time', hour, minute, span };
    }
    case 'ticker':
    case 'zone': {
      const text = tokenOf(nodes[0], 'Text');
      if (text !== undefined) return buildText(text, site.file);
      const span = extentOf(nodes[0], site.file);
      return span === null ? null : { kind: 'compound-name', text: compoundText(nodes[0]), span };
    }
  }
}

/** Its parts adjoin one another, so their order is that of the text. */
function compoundText(node: Cst): string {
  return Object.keys(node.children)
    .flatMap((label) => tokensOf(node, label))
    .toSorted((a, b) => a.startOffset - b.startOffset)
    .map((token) => token.image)
    .join('');
}

export function buildInclude(node: Cst, site: Site): Include | null {
  const name = tokenOf(node, 'Name');
  if (name === undefined) return null;
  return { kind: 'include', name: buildName(name, site.file), span: extentOf(node, site.file)! };
}

/**
 * `no KEY`: the whole key, or its first word when no other key of the block begins with it. Among features any name may
 * stand, of a feature that is inherited or included.
 */
export function buildRemoval(node: Cst, block: BlockType, site: Site): Removal | null {
  const words = tokensOf(node, 'Name');
  if (words.length === 0) return null;
  const keySpan = cover(spanOf(words[0], site.file), spanOf(words.at(-1)!, site.file));
  const written = words.map((token) => token.image).join(' ');
  const known = SYNTAXES.filter(({ setting }) => setting.block === block).map(({ setting }) => setting.key);
  const matching = known.includes(written) ? [written] : known.filter((key) => key.startsWith(`${written} `));
  const isFeature = block === 'features' && words.length === 1;
  if (matching.length === 1 || isFeature) {
    return { kind: 'removal', key: matching[0] ?? written, keySpan, span: extentOf(node, site.file)! };
  }
  const { start, end } = keySpan;
  site.problems.push(
    matching.length > 1
      ? problem('ambiguous-removal', site.file, start, end, { name: written, block, known: matching })
      : problem('unknown-setting', site.file, start, end, {
          name: written,
          block,
          known,
          elsewhere: blocksWith(written),
        }),
  );
  return null;
}

/** The blocks that have a setting of this name. */
export function blocksWith(key: string): string[] {
  return SYNTAXES.filter(({ setting }) => setting.key === key).map(({ setting }) => setting.block);
}

export function buildAllow(node: Cst, site: Site): Allow | null {
  const parts = tokensOf(node, 'part');
  const text = tokenOf(node, 'Text');
  if (parts.length === 0 || text === undefined) return null;
  const code = parts.map((part) => part.image.replaceAll('_', '-')).join('-');
  const codeSpan = cover(spanOf(parts[0], site.file), spanOf(parts.at(-1)!, site.file));
  const reason = buildText(text, site.file);
  return { kind: 'allow', code, codeSpan, reason, span: extentOf(node, site.file)! };
}
