/** The schema of configs as JSON Schema, for editors and for the reference. `configs/schema.json` is this. */
import * as z from 'zod';
import { configSchema } from './schema.ts';

/** As much of JSON Schema as zod makes of ours. */
export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

/** Draft 7, which editors know best: what may be written, before defaults are filled in. */
export function configJsonSchema(): JsonSchema {
  return make('inline');
}

/** @param reused whether what is used in several places stands in each of them, or once under `definitions` */
function make(reused: 'inline' | 'ref'): JsonSchema {
  return z.toJSONSchema(configSchema, {
    io: 'input',
    reused,
    unrepresentable: 'any',
    target: 'draft-7',
    // What is said of a schema is said of it with a default, or with null, too.
    override({ zodSchema, jsonSchema }) {
      const description = jsonSchema.description ?? describedWithin(zodSchema);
      if (description !== undefined) jsonSchema.description = description;
    },
  }) as JsonSchema;
}

/** Of the innermost schema that defaults and the like are wrapped around. */
function describedWithin(schema: z.core.$ZodType): string | undefined {
  const { def } = schema._zod;
  if (!('innerType' in def)) return undefined;
  const inner = def.innerType as z.core.$ZodType;
  return z.globalRegistry.get(inner)?.description ?? describedWithin(inner);
}

/** The text of `configs/schema.json`. */
export function schemaText(): string {
  const { $schema, ...schema } = make('ref') as JsonSchema & { readonly $schema: string };
  return `${JSON.stringify({ $schema, title: 'A config of strat', ...schema }, null, 2)}\n`;
}
