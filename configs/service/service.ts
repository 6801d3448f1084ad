/**
 * What an editor asks about a config: what is wrong with it, what a setting is, what could be written. What is wrong is
 * what a run would say, for it is found by the same reading; the rest comes from the schema as JSON.
 *
 * The maintained YAML language server was the other way. It validates by the JSON Schema, with a parser of its own: what
 * settings ask of each other, and the words of a run, it does not have, so that the editor and the run would disagree.
 * It also brings Prettier and two validators along, where a walk through the schema is a hundred lines.
 */

import { configJsonSchema, type JsonSchema } from '../jsonSchema.ts';
import { type ConfigProblem, parseConfig } from '../load.ts';
import { caretAt, keyAt, readYaml } from './caret.ts';
import { schemasAt, settingAt } from './schemaAt.ts';
import { settingText, takes } from './tell.ts';

let made: JsonSchema | undefined;

/** Made when it is first asked for: it takes longer than reading a config. */
function schema(): JsonSchema {
  made ??= configJsonSchema();
  return made;
}

/** @param file how messages call the text */
export function configProblems(text: string, file: string): readonly ConfigProblem[] {
  const result = parseConfig(text, file);
  return 'problems' in result ? result.problems : [];
}

export interface ConfigHover {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** Null where no setting is, or one that there is not. */
export function configHover(text: string, offset: number): ConfigHover | null {
  const at = keyAt(text, offset);
  if (at === null) return null;
  const found = settingAt(schema(), at.path, readYaml(text).value);
  const name = at.path.filter((each) => typeof each === 'string').join('.');
  return found === null ? null : { start: at.start, end: at.end, markdown: settingText(name, found) };
}

export interface ConfigItem {
  readonly label: string;
  readonly kind: 'key' | 'value';
  readonly detail: string;
  readonly insert: string;
  readonly isRequired: boolean;
  /** In Markdown. */
  readonly documentation: string;
  readonly start: number;
  readonly end: number;
}

/** Settings of the group that are not yet said, those that must be first; or what the setting takes. */
export function configCompletions(text: string, offset: number): readonly ConfigItem[] {
  const caret = caretAt(text, offset);
  if (caret === null) return [];
  // What is being written is left out, so that the rest can be read.
  const { value } = readYaml(text.slice(0, caret.start) + text.slice(caret.end));
  const { start, end } = caret;
  const found = schemasAt(schema(), caret.path, value);
  const items =
    caret.writes === 'key'
      ? found.flatMap((each) => keysOf(each, groupIn(value, caret.path)))
      : found.flatMap(valuesOf);
  const once = [...new Map(items.map((each) => [each.label, each])).values()];
  return once.map((each) => ({ ...each, start, end })).sort((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

type Item = Omit<ConfigItem, 'start' | 'end'>;

function keysOf({ properties = {}, required = [] }: JsonSchema, group: unknown): readonly Item[] {
  const said = new Set(typeof group === 'object' && group !== null ? Object.keys(group) : []);
  return Object.entries(properties)
    .filter(([key]) => !said.has(key))
    .map(([label, setting]) => ({
      label,
      kind: 'key',
      detail: takes(setting),
      insert: isGroup(setting) ? `${label}:` : `${label}: `,
      isRequired: required.includes(label),
      documentation: settingText(label, setting),
    }));
}

function isGroup(setting: JsonSchema): boolean {
  return setting.type === 'object' || setting.oneOf !== undefined;
}

function groupIn(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    value,
  );
}

function valuesOf(setting: JsonSchema): readonly Item[] {
  const words =
    setting.const !== undefined ? [setting.const] : (setting.enum ?? (setting.type === 'boolean' ? [true, false] : []));
  return words.map((word) => ({
    label: String(word),
    kind: 'value',
    detail: '',
    insert: String(word),
    isRequired: false,
    documentation: setting.description ?? '',
  }));
}
