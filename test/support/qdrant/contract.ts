/**
 * The OpenAPI description of Qdrant's REST interface, as published with the server. Requests and responses are held to it;
 * it lies beside the repository, and without it nothing is held to anything (`hasContract`).
 */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import { shared } from '../shared.ts';

const FILE = shared('contracts/qdrant-openapi-1.19.json');
export const hasContract = existsSync(FILE);

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

export interface Exchange {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
}

/** What of an exchange the description does not allow; nothing: it is as described. */
export interface Contract {
  violations(exchange: Exchange): readonly string[];
}

export function readContract(): Contract {
  const document = asJsonSchema(JSON.parse(readFileSync(FILE, 'utf8'))) as JsonObject;
  const ajv = new Ajv2019({ strict: false, allErrors: false });
  for (const format of [
    'uint',
    'uint8',
    'uint16',
    'uint32',
    'uint64',
    'int32',
    'int64',
    'float',
    'double',
    'date-time',
  ]) {
    ajv.addFormat(format, true);
  }
  ajv.addFormat('uuid', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  ajv.addSchema({ ...document, $id: 'qdrant' });
  const compiled = new Map<string, ValidateFunction>();
  const validator = (schema: Json, name: string) => {
    const found = compiled.get(name) ?? ajv.compile(schema as object);
    compiled.set(name, found);
    return found;
  };
  const paths = document.paths as JsonObject;
  // A word stands before what may be any word.
  const holes = (template: string) => template.split('{').length;
  const templates = Object.keys(paths).sort((a, b) => holes(a) - holes(b));

  return {
    violations({ method, path, request, status, response }) {
      const url = new URL(path, 'http://server');
      const template = templates.find((each) => matches(each, url.pathname));
      const operation = template && ((paths[template] as JsonObject)[method.toLowerCase()] as JsonObject | undefined);
      if (!operation) return [`${method} ${path} is not described`];
      const name = `${method} ${template}`;
      const problems: string[] = [];
      const check = (what: string, schema: Json | undefined, value: unknown) => {
        if (schema === undefined) {
          if (value !== undefined) problems.push(`${name}: ${what} is not described`);
          return;
        }
        // What the description does not know is a mistake, though a server lets it pass.
        const closed = { allOf: [schema], unevaluatedProperties: what !== 'request' };
        const validate = validator(closed as unknown as Json, `${name} ${what}`);
        if (!validate(value)) problems.push(`${name}: ${what} ${ajv.errorsText(validate.errors)}`);
      };
      check('request', bodyOf(operation.requestBody), request);
      problems.push(...queryProblems(name, operation, url));
      const responses = operation.responses as JsonObject;
      const described =
        responses[String(status)] ?? (status >= 400 && status < 500 ? responses['4XX'] : responses.default);
      check(`response ${status}`, bodyOf(described), response);
      return problems;
    },
  };
}

function matches(template: string, path: string): boolean {
  const [ours, theirs] = [template.split('/'), path.split('/')];
  return ours.length === theirs.length && ours.every((part, i) => part === theirs[i] || part.startsWith('{'));
}

function bodyOf(part: Json | undefined): Json | undefined {
  const content = (part as JsonObject | undefined)?.content as JsonObject | undefined;
  return (content?.['application/json'] as JsonObject | undefined)?.schema;
}

function queryProblems(name: string, { parameters }: JsonObject, url: URL): string[] {
  const known = ((parameters ?? []) as readonly JsonObject[])
    .filter((each) => each.in === 'query')
    .map((each) => each.name);
  return [...url.searchParams.keys()].flatMap((key) => (known.includes(key) ? [] : [`${name}: no parameter ${key}`]));
}

/** OpenAPI 3.0 is JSON Schema but for `nullable`, and for where definitions lie. */
function asJsonSchema(value: Json): Json {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as JsonObject;
  const read = Object.fromEntries(
    Object.entries(rest).map(([key, each]) => [key, key === '$ref' ? `qdrant${String(each)}` : asJsonSchema(each)]),
  );
  if (nullable !== true) return read;
  if (Object.keys(rest).length === 0) return { type: 'null' };
  return { anyOf: [read, { type: 'null' }] };
}
