/** What is told of one value or thing of the language, in Markdown: by hovers and in the details of completions. */
import type { Form } from '../../stdlib/types.ts';
import type { Binding } from '../expression/names.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { kindText, knownText, reachText } from '../outline/wording.ts';
import { builtinEntry, fieldEntry, formEntry } from '../reference/builtins.ts';
import type { Entry } from '../reference/entry.ts';
import { example, paragraphs } from '../reference/entry.ts';

export function entryText({ heading, body }: Entry): string {
  return paragraphs(example(heading.replaceAll('`', '')), body);
}

export function formText(form: Form): string {
  return entryText(formEntry(form));
}

/** Kind and unit, when it is known, how far back it reaches: what the checker found of this very value. */
function facetsText(value: Pick<TypedExpression, 'kind' | 'unit' | 'availability' | 'lookBack'>): string {
  const known = knownText(value.availability);
  const reach = reachText(value);
  return [
    `\`${kindText(value)}\``,
    known === '' ? null : `known at the ${known}`,
    reach === '' ? null : `reaches back ${reach}`,
  ]
    .filter((each) => each !== null)
    .join(' · ');
}

/** @param declared the text of the declaration, on one line; @param found what the checker found, if it did */
export function bindingText(binding: Binding, declared: string, found: TypedExpression | null): string {
  const facets = found === null ? '' : facetsText(found);
  switch (binding.kind) {
    case 'field':
      return paragraphs(facets, entryText(fieldEntry(binding.field)));
    case 'function':
      return paragraphs(facets, entryText(builtinEntry(binding.builtin)));
    case 'param':
    case 'definition':
    case 'members':
      return paragraphs(declared === '' ? '' : example(declared), facets);
    case 'ambiguous':
      return `declared by several of the files that this one uses: ${binding.files.join(', ')}`;
  }
}
