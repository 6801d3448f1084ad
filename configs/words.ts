/**
 * What the schema found, in the words of whoever writes the YAML. The keys and choices a message offers are read from
 * the schema, so that they are always the ones allowed.
 */
import * as z from 'zod';
import type { Part } from './locate.ts';
import { nearest } from './nearest.ts';
import { configSchema } from './schema.ts';

type Path = readonly (string | number)[];

export interface WordedIssue {
  readonly path: Path;
  readonly at: Part;
  readonly message: string;
  readonly hints: readonly string[];
  /** Of an unknown key: the path it was probably meant to be. */
  readonly meant?: string;
  /** The path is one that should be there and is not. */
  readonly missing?: true;
}

/** One message per mistake: several unknown keys are several, and a key that is missing because it is misspelt is one. */
export function wordIssues(issues: readonly z.core.$ZodIssue[], root: unknown): WordedIssue[] {
  const worded = issues.flatMap((issue) => wordIssue(issue, root));
  const meant = new Set(worded.map((issue) => issue.meant).filter((path) => path !== undefined));
  return worded.filter((issue) => !(issue.missing && meant.has(issue.path.join('.'))));
}

function wordIssue(issue: z.core.$ZodIssue, root: unknown): WordedIssue[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const value = at(root, path);
  const name = path.length === 0 ? 'a config' : `\`${path.join('.')}\``;
  const say = (message: string, hints: readonly string[] = [], part: Part = 'value'): WordedIssue[] => [
    { path, at: part, message, hints },
  ];

  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, root));
    case 'invalid_type':
      if (value === undefined) return [missingKey(path, root)];
      return say(`${name} must be ${kindOf(issue.expected)}, and is ${shown(value)}`);
    case 'invalid_value':
      if (value === undefined) return [missingKey(path, root)];
      return choice(name, value, issue.values.map(String), say);
    case 'invalid_union': {
      if (issue.discriminator !== undefined) {
        const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
        if (value === undefined) return [missingKey(path, root, options)];
        return choice(name, value, options, say);
      }
      const inside = issuesInside(issue, value);
      if (inside.length > 0) return inside.flatMap((each) => wordIssue(each, root));
      const all = issue.errors.flat();
      const words = all.flatMap((each) => (each.code === 'invalid_value' ? each.values.map(String) : []));
      const near = typeof value === 'string' ? nearest(value, words) : null;
      return say(
        `${name} must be ${all.map(optionOf).join(' or ')}, and is ${shown(value)}`,
        near ? [`did you mean \`${near}\`?`] : [],
      );
    }
    case 'invalid_format':
      return say(`${name} must be ${issue.message}, and is ${shown(value)}`);
    case 'too_small':
      if (issue.origin === 'string') return say(`${name} must not be empty`);
      return say(`${name} must be at least ${issue.minimum}, and is ${shown(value)}`);
    case 'too_big':
      return say(`${name} must be at most ${issue.maximum}, and is ${shown(value)}`);
    case 'invalid_key':
      return say(`${name} must be ${issue.issues[0]?.message}`, [], 'key');
    default:
      return say(`${name}: ${issue.message}`);
  }
}

/** Of a choice between a word and a group, where a group was written: what is wrong in it; else nothing. */
function issuesInside(issue: z.core.$ZodIssueInvalidUnion, value: unknown): z.core.$ZodIssue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const branch = issue.errors.find((each) =>
    each.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return (branch ?? []).map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

function choice(
  name: string,
  value: unknown,
  options: readonly string[],
  say: (message: string, hints: readonly string[]) => WordedIssue[],
): WordedIssue[] {
  const near = typeof value === 'string' ? nearest(value, options) : null;
  return say(
    `${name} must be ${options.map((option) => `\`${option}\``).join(' or ')}, and is ${shown(value)}`,
    near ? [`did you mean \`${near}\`?`] : [],
  );
}

function unknownKey(key: string, parent: Path, root: unknown): WordedIssue {
  const allowed = keysAt(parent, root);
  const near = nearest(key, allowed);
  const where = parent.length === 0 ? 'a config' : `\`${parent.join('.')}\``;
  return {
    path: [...parent, key],
    at: 'key',
    message: `there is no \`${key}\` in ${where}`,
    hints: [near ? `did you mean \`${near}\`?` : `it may hold: ${allowed.join(', ')}`],
    ...(near ? { meant: [...parent, near].join('.') } : {}),
  };
}

function missingKey(path: Path, root: unknown, options?: readonly string[]): WordedIssue {
  const parent = path.slice(0, -1);
  const where = parent.length === 0 ? 'a config' : `\`${parent.join('.')}\``;
  const choices = options ?? choicesOf(schemaAt(path, root));
  return {
    path,
    at: 'key',
    missing: true,
    message: `${where} needs \`${path.at(-1)}\``,
    hints: choices.length > 0 ? [`one of: ${choices.join(', ')}`] : [],
  };
}

// ── reading the schema ─────────────────────────────────────────────────────────────────────────────────────────

/** Keys allowed at a path; of a choice between sources, those of the one that is chosen. */
function keysAt(path: Path, root: unknown): string[] {
  const schema = schemaAt(path, root);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function schemaAt(path: Path, root: unknown): unknown {
  let schema = unwrap(configSchema, root);
  let value = root;
  for (const key of path) {
    value = at(value, [key]);
    if (schema instanceof z.ZodObject) schema = unwrap(schema.shape[String(key)], value);
    else if (schema instanceof z.ZodRecord) schema = unwrap(schema.valueType, value);
    else return null;
  }
  return schema;
}

function unwrap(schema: unknown, value: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault || inner instanceof z.ZodNullable) {
    inner = inner.unwrap();
  }
  if (!(inner instanceof z.ZodUnion)) return inner;
  // Of a choice between words and a group, the group: it is the one that has keys.
  if (!(inner instanceof z.ZodDiscriminatedUnion)) return inner.options.find((option) => option instanceof z.ZodObject);
  const key = inner.def.discriminator;
  const chosen = at(value, [key]);
  return (
    inner.options.find(
      (option) => option instanceof z.ZodObject && choicesOf(option.shape[key]).includes(`${chosen}`),
    ) ?? inner.options[0]
  );
}

function choicesOf(schema: unknown): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String);
  return [];
}

// ── values ─────────────────────────────────────────────────────────────────────────────────────────────────────

function at(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** User and password of an address are for no terminal and no log. */
export function withoutCredentials(text: string): string {
  return text.replace(/(\w+:\/\/)[^\s/@"']+@/g, '$1…@');
}

function shown(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of settings';
  const text = withoutCredentials(JSON.stringify(value));
  return typeof value === 'string' ? `the text ${text.length > 60 ? `${text.slice(0, 57)}…"` : text}` : `${text}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a group of settings',
  record: 'a group of settings',
  array: 'a list',
  null: 'empty',
};

function kindOf(expected: string): string {
  return KINDS[expected] ?? expected;
}

function optionOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return issue.values.map((value) => `\`${String(value)}\``).join(' or ');
  if (issue.code === 'invalid_type') return kindOf(issue.expected);
  if (issue.code === 'too_small') return `at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  return issue.message;
}
