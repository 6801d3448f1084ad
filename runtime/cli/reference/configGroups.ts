/** The schema of configs as groups of settings, read from the JSON Schema that zod makes of it. */
import { configJsonSchema, type JsonSchema as Schema } from '../../../configs/jsonSchema.ts';

export type { Schema };

export interface Setting {
  readonly key: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** Settings that stand together. */
export interface Group {
  /** From the top: `data`, `bars`, `columns`; `<name>` is a name of one's own. */
  readonly path: readonly string[];
  readonly description: string | null;
  readonly settings: readonly Setting[];
  /** The values of `data.source` under which it may stand; empty where under all. */
  readonly sources: readonly string[];
}

/** In the order of the schema. Of sources that share a group it is there once; each has one of its own besides. */
export function groupsOf(): readonly Group[] {
  const top = configJsonSchema();
  return Object.entries(top.properties ?? {}).flatMap(([key, schema]) =>
    schema.oneOf === undefined ? walk([key], schema, []) : sourceGroups(key, schema.oneOf),
  );
}

/** Under `data` by source: a group with the same path and settings is one group of several sources. */
function sourceGroups(key: string, branches: readonly Schema[]): Group[] {
  const merged = new Map<string, Group>();
  for (const branch of branches) {
    const source = String(branch.properties?.source?.const);
    for (const group of walk([key], branch, [source])) {
      const name = `${group.path.join('.')} ${JSON.stringify(group.settings)}`;
      const before = merged.get(name);
      merged.set(name, { ...group, sources: [...(before?.sources ?? []), source] });
    }
  }
  return [...merged.values()].map((group) =>
    group.sources.length === branches.length ? { ...group, sources: [] } : group,
  );
}

/** What is read as elsewhere is described there: the files of a feed are those of a source. */
const AS_ELSEWHERE = new Set(['data.feed.files.bars', 'data.feed.files.corporate_actions']);

/** A group, and after it the groups within it. */
function walk(path: readonly string[], schema: Schema, sources: readonly string[]): Group[] {
  const object = objectOf(schema);
  const settings: Setting[] = [];
  const inner: Group[] = [];
  for (const [key, each] of Object.entries(object?.properties ?? {})) {
    const below = [...path, key];
    const within = AS_ELSEWHERE.has(below.join('.')) ? null : (namedOf(each) ?? objectOf(each));
    if (within !== null) inner.push(...walk(within === namedOf(each) ? [...below, '<name>'] : below, within, sources));
    if (within === null || isChoice(each)) {
      settings.push({ key, schema: each, isRequired: object?.required?.includes(key) ?? false });
    }
  }
  const description = schema.description ?? null;
  const own = { path, description, settings, sources };
  if (isTable(inner)) return [withSettingsOf(own, inner)];
  const all = withSettingsOf(own, inner.filter(isFewColumns));
  return [...(all.settings.length === 0 ? [] : [all]), ...inner.filter((group) => !isFewColumns(group))];
}

/** Objects may be left out as a whole, `null`. */
function objectOf(schema: Schema): Schema | null {
  return (schema.anyOf ?? [schema]).find(({ properties }) => properties !== undefined) ?? null;
}

/** What stands under names of one's own. */
function namedOf({ additionalProperties }: Schema): Schema | null {
  return typeof additionalProperties === 'object' && additionalProperties.properties !== undefined
    ? additionalProperties
    : null;
}

/** A group that a word may stand for: `quality: fail`. */
function isChoice({ anyOf }: Schema): boolean {
  return anyOf?.some((each) => each.enum !== undefined) ?? false;
}

/** Many groups of the same few settings, such as the rules of quality. */
function isTable(groups: readonly Group[]): boolean {
  return groups.length > 3 && new Set(groups.map(({ settings }) => settings.map(({ key }) => key).join())).size === 1;
}

/** Names of columns stand beside the path of their file, unless they are many. */
function isFewColumns({ path, settings }: Group): boolean {
  return path.at(-1) === 'columns' && settings.length <= 6;
}

/** `columns.date`, beside the settings of the group above. */
function withSettingsOf(own: Group, groups: readonly Group[]): Group {
  const settings = groups.flatMap((group) =>
    group.settings.map((setting) => ({ ...setting, key: `${group.path.at(-1)}.${setting.key}` })),
  );
  return { ...own, settings: [...own.settings, ...settings] };
}
