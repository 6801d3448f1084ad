/** HTML that cannot be injected into: everything put into `html` is escaped unless it is markup already. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = Markup | string | number | null | false | readonly (Markup | string)[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// What no HTML document may hold: control characters other than tab and newlines, and halves of surrogate pairs.
const FORBIDDEN = /[^\P{Cc}\t\n\r]|\p{Cs}/gu;

export function escapeHtml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function place(value: Value): string {
  if (value === null || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(place).join('');
  return escapeHtml(String(value));
}

export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let text = strings[0]!;
  values.forEach((value, i) => {
    text += place(value) + strings[i + 1]!;
  });
  return new Markup(text);
}

/** Text of our own making, such as the style sheet. Never for anything a user wrote. */
export function trusted(text: string): Markup {
  return new Markup(text);
}
