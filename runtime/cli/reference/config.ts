/** Settings of configs in the reference, after the schema that configs are read by: one entry for each group of them. */
import { stringify } from 'yaml';
import { code, type Entry, facts, paragraphs, slug, table } from '../../../compiler/reference/entry.ts';
import type { Part, Section } from '../../../compiler/reference.ts';
import { type Group, groupsOf, type Schema, type Setting } from './configGroups.ts';
import { sampleOf } from './configSamples.ts';

const TITLES: Readonly<Record<string, string>> = {
  data: 'data: where bars come from',
  engine: 'engine: what computes',
  storage: 'storage: where results lie',
  paper: 'paper: when a session is booked, and by whom',
  monitoring: 'monitoring: what is told of paper trading',
  store: 'store: where documents of sessions lie',
};

export function configPart(): Part {
  const groups = groupsOf();
  const tops = [...new Set(groups.map(({ path }) => path[0]!))];
  return { title: 'Configs', sections: tops.map((top) => section(top, groups)) };
}

function section(top: string, groups: readonly Group[]): Section {
  const own = groups.filter(({ path }) => path[0] === top);
  return { id: `config-${top}`, title: TITLES[top] ?? top, introduction: '', entries: own.map(groupEntry) };
}

function groupEntry(group: Group): Entry {
  const { path, description, sources, settings } = group;
  const name = path.join('.');
  const isOfOne = sources.length === 1;
  return {
    id: slug(isOfOne ? `${name} ${sources[0]}` : name),
    name,
    heading: isOfOne ? `${code(name)} with ${code(`source: ${sources[0]}`)}` : code(name),
    body: paragraphs(
      description ?? '',
      facts([
        [
          'stands under',
          isOfOne || sources.length === 0 ? null : sources.map((each) => code(`source: ${each}`)).join(', '),
        ],
      ]),
      table(['setting', 'means', 'takes', 'left out'], settings.map(rowOf)),
      `\`\`\`yaml\n${stringify(exampleOf(group)).trimEnd()}\n\`\`\``,
    ),
  };
}

function rowOf({ key, schema, isRequired }: Setting): string[] {
  const left = schema.default === undefined ? (isRequired ? 'must be said' : '') : valueText(schema.default);
  return [code(key), schema.description ?? '', takesText(schema), left];
}

function takesText(schema: Schema): string {
  if (schema.anyOf !== undefined) {
    const others = schema.anyOf.filter(({ type }) => type !== 'null');
    return others.map(takesText).join(', or ');
  }
  if (schema.const !== undefined) return valueText(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(valueText).join(', ');
  switch (schema.type) {
    case 'integer':
    case 'number':
      return `${schema.type === 'integer' ? 'a whole number' : 'a number'}${boundsText(schema)}`;
    case 'array':
      return `a list, each ${schema.items === undefined ? 'anything' : takesText(schema.items)}`;
    case 'boolean':
      return '`true` or `false`';
    case 'object':
      return 'keys and values';
    default:
      return 'a text';
  }
}

function boundsText({ minimum, maximum, exclusiveMinimum }: Schema): string {
  const low = minimum ?? exclusiveMinimum;
  if (low === undefined && maximum === undefined) return '';
  if (maximum === undefined) return minimum === undefined ? ` above ${low}` : `, at least ${low}`;
  return low === undefined ? `, at most ${maximum}` : `, ${low} to ${maximum}`;
}

function valueText(value: unknown): string {
  if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) return 'nothing';
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The group with all its settings, below the keys above it. */
export function exampleOf({ path, settings }: Group): object {
  const inner: Record<string, unknown> = {};
  for (const { key, schema } of settings) {
    const value = sampleOf([...path, key].join('.'), schema);
    const [first = '', second] = key.split('.');
    if (value === undefined) continue;
    if (second === undefined) inner[first] = value;
    else inner[first] = { ...(inner[first] as object | undefined), [second]: value };
  }
  return path.reduceRight<object>(
    (below, key, i) => ({ [key === '<name>' ? NAMES[path[i - 1]!]! : key]: below }),
    inner,
  );
}

/** What those who name things call them. */
const NAMES: Readonly<Record<string, string>> = { series: 'VIX', membership: 'SP500' };
