/** One thing that could be written at the caret. */
import type { Span } from '../../../grammar/span.ts';
import type { BlockType } from '../../../grammar/tree.ts';
import { builtin, field, form } from '../../../stdlib/registry.ts';
import type { Form } from '../../../stdlib/types.ts';
import type { SpanEdit } from '../../edits.ts';
import { isCode, MESSAGES } from '../../messages.ts';
import { builtinEntry, fieldEntry } from '../../reference/builtins.ts';
import { blockText, settingText, statementText } from '../blockTexts.ts';
import { entryText, formText } from '../describe.ts';

export type ItemKind =
  | 'block'
  | 'setting'
  | 'statement'
  | 'word'
  | 'value'
  | 'unit'
  | 'function'
  | 'method'
  | 'field'
  | 'param'
  | 'definition'
  | 'argument'
  | 'name'
  | 'library'
  | 'warning';

/** Plain data, so that it can go to a client and come back when the documentation is asked for. */
export type About =
  | { readonly of: 'setting'; readonly block: BlockType; readonly key: string }
  | { readonly of: 'block'; readonly type: BlockType }
  | { readonly of: 'statement'; readonly word: string }
  | { readonly of: 'function' | 'field' | 'warning'; readonly name: string }
  | { readonly of: 'method'; readonly slot: Form['slot']; readonly name: string };

export interface Item {
  readonly label: string;
  readonly kind: ItemKind;
  /** A few words beside the label: kind and unit, or the form. */
  readonly detail: string;
  /** What is written, in the syntax of snippets: `${1:…}` is a place to fill in, `$0` where the caret ends. */
  readonly snippet: string;
  /** What it takes the place of, if not the word at the caret. */
  readonly span?: Span;
  /** Likeliest first; equal ones by their label. */
  readonly rank: number;
  readonly about: About | null;
  /** What else has to change, such as a `use` line. */
  readonly also?: readonly SpanEdit[];
}

/** Text that stands for itself in a snippet. */
export function literal(text: string): string {
  return text.replace(/[\\$]/g, '\\$&');
}

export function placeholder(index: number, text: string): string {
  return `\${${index}:${literal(text).replaceAll('}', '\\}')}}`;
}

/** `param «name» = «38»`: a snippet with a place to fill in for each mark; an empty mark is where the caret ends. */
export function template(text: string): string {
  let places = 0;
  return text
    .split(/(«[^»]*»)/)
    .map((part) => {
      if (!part.startsWith('«')) return literal(part);
      return part === '«»' ? '$0' : placeholder(++places, part.slice(1, -1));
    })
    .join('');
}

/** What a snippet writes when nothing of it is changed. */
export function expanded(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:((?:\\.|[^}])*)\}/g, '$1')
    .replace(/\$\d+/g, '')
    .replace(/\\([\\$}])/g, '$1');
}

/** In Markdown; what is only worked out when somebody looks at it. */
export function documentationOf(about: About): string {
  switch (about.of) {
    case 'setting':
      return settingText(about.block, about.key);
    case 'block':
      return blockText(about.type, null);
    case 'statement':
      return statementText(about.word) ?? '';
    case 'function': {
      const found = builtin(about.name);
      return found === undefined ? '' : entryText(builtinEntry(found));
    }
    case 'field': {
      const found = field(about.name);
      return found === undefined ? '' : entryText(fieldEntry(found));
    }
    case 'method': {
      const found = form(about.slot, about.name);
      return found === undefined ? '' : formText(found);
    }
    case 'warning':
      return isCode(about.name) ? MESSAGES[about.name].explain : '';
  }
}
