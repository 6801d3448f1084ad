/** What the schema says of a place in a config, given what the config says around it. */
import type { JsonSchema } from '../jsonSchema.ts';

export type Path = readonly (string | number)[];

/**
 * All that may stand there: one of several where the schema leaves a choice. Of `data` it is the source that is said
 * which decides; before it is, any of them.
 *
 * @param value the config as far as it can be read
 */
export function schemasAt(schema: JsonSchema, path: Path, value: unknown): readonly JsonSchema[] {
  const [key, ...rest] = path;
  const choices = choicesOf(schema, value);
  if (key === undefined) return choices;
  const inner =
    typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
  return choices.flatMap((choice) => {
    const below = typeof key === 'number' ? choice.items : (choice.properties?.[key] ?? namedIn(choice));
    return below === undefined ? [] : schemasAt(below, rest, inner);
  });
}

/** The schema of a setting itself, with its description and default, before its choices. */
export function settingAt(schema: JsonSchema, path: Path, value: unknown): JsonSchema | null {
  const key = path.at(-1);
  if (key === undefined) return schema;
  for (const above of schemasAt(schema, path.slice(0, -1), value)) {
    const found = typeof key === 'number' ? above.items : (above.properties?.[key] ?? namedIn(above));
    if (found !== undefined) return found;
  }
  return null;
}

function namedIn({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function choicesOf(schema: JsonSchema, value: unknown): readonly JsonSchema[] {
  const all = schema.oneOf ?? schema.anyOf;
  if (all === undefined) return [schema];
  const meant = all.filter((each) => isMeant(each, value));
  return (meant.length > 0 ? meant : all).flatMap((each) => choicesOf(each, value));
}

/** Whether the constants that it asks for are said: `source: parquet`. */
function isMeant({ properties = {} }: JsonSchema, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const constants = Object.entries(properties).filter(([, { const: asked }]) => asked !== undefined);
  return (
    constants.length > 0 &&
    constants.every(([key, { const: asked }]) => (value as Record<string, unknown>)[key] === asked)
  );
}
