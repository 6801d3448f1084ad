/** What is told of a setting of a config, in Markdown. */
import type { JsonSchema } from '../jsonSchema.ts';

export function settingText(name: string, schema: JsonSchema): string {
  const { description, default: usual } = schema;
  const facts = [
    `- takes: ${takes(schema)}`,
    usual === undefined || isGroup(usual) ? null : `- default: \`${JSON.stringify(usual)}\``,
  ].filter((each) => each !== null);
  return [`**${name}**`, description ?? '', facts.join('\n')].filter((part) => part !== '').join('\n\n');
}

function isGroup(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** `"fail" or "mask", or settings of its own` */
export function takes(schema: JsonSchema): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(takes))].join(', or ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return schema.enum.map((each) => `\`${each}\``).join(', ');
  switch (schema.type) {
    case 'object':
      return 'settings of its own';
    case 'array':
      return `a list${schema.items === undefined ? '' : ` of ${takes(schema.items)}`}`;
    case 'integer':
      return `a whole number${bounds(schema)}`;
    case 'number':
      return `a number${bounds(schema)}`;
    case 'boolean':
      return '`true` or `false`';
    case 'null':
      return '`null`';
    case 'string':
      return schema.format === undefined ? 'a text' : `a text (${schema.format})`;
    default:
      return 'any value';
  }
}

/** What zod puts in the place of no bound says nothing. */
const LARGEST = Number.MAX_SAFE_INTEGER;

function bounds({ minimum, maximum }: JsonSchema): string {
  const low = minimum === undefined || minimum === -LARGEST ? null : `at least ${minimum}`;
  const high = maximum === undefined || maximum === LARGEST ? null : `at most ${maximum}`;
  const said = [low, high].filter((each) => each !== null);
  return said.length === 0 ? '' : `, ${said.join(', ')}`;
}
