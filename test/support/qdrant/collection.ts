/** A collection of the server in memory. Vectors are kept, and products added up, in single precision. */

export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface VectorParams {
  readonly size: number;
  readonly distance: string;
}

interface Condition {
  readonly key: string;
  readonly match?: { readonly value: string | number };
  readonly range?: { readonly gte?: number; readonly lte?: number };
}

interface Filter {
  readonly must?: readonly Condition[];
  readonly must_not?: readonly Condition[];
}

type Payload = Readonly<Record<string, unknown>>;

interface Point {
  readonly id: string;
  readonly payload: Payload;
  readonly vector: Readonly<Record<string, Float32Array>>;
}

interface Shown {
  readonly with_payload?: boolean;
  readonly with_vector?: boolean | readonly string[];
}

export class FakeCollection {
  readonly points = new Map<string, Point>();
  readonly vectors: Record<string, VectorParams>;
  readonly indexes: Record<string, string> = {};
  #operations = 0;

  constructor(vectors: object) {
    this.vectors = { ...vectors } as Record<string, VectorParams>;
  }

  held(): object {
    const points = [...this.points.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { vectors: this.vectors, indexes: this.indexes, points };
  }

  info(): object {
    const payloadSchema = Object.entries(this.indexes).map(([key, type]) => [key, { data_type: type, points: 0 }]);
    return {
      ...{ status: 'green', optimizer_status: 'ok', segments_count: 2, points_count: this.points.size },
      payload_schema: Object.fromEntries(payloadSchema),
      config: {
        params: { vectors: this.vectors, shard_number: 1, replication_factor: 1, write_consistency_factor: 1 },
        hnsw_config: { m: 16, ef_construct: 100, full_scan_threshold: 10000, max_indexing_threads: 0 },
        optimizer_config: { default_segment_number: 0, flush_interval_sec: 5 },
      },
    };
  }

  index({ field_name, field_schema }: { readonly field_name: string; readonly field_schema: string }): object {
    this.indexes[field_name] = field_schema;
    return this.#completed();
  }

  addVector(name: string, { dense }: { readonly dense: VectorParams }): object {
    if (this.vectors[name] !== undefined) throw new Refusal(409, `Wrong input: vector \`${name}\` already exists`);
    this.vectors[name] = dense;
    return this.#completed();
  }

  upsert({
    points,
  }: {
    readonly points: readonly { id: string; payload: Payload; vector: Record<string, number[]> }[];
  }) {
    const read = points.map(({ id, payload, vector }) => ({
      ...{ id, payload },
      vector: Object.fromEntries(Object.entries(vector).map(([name, values]) => [name, this.#vector(name, values)])),
    }));
    for (const point of read) this.points.set(point.id, point);
    return this.#completed();
  }

  get({ ids, ...shown }: Shown & { readonly ids: readonly string[] }): object[] {
    return ids.flatMap((id) => (this.points.has(id) ? [show(this.points.get(id)!, shown)] : []));
  }

  scroll(
    asked: Shown & { filter?: Filter; limit?: number; offset?: string; order_by?: { key: string; direction: string } },
  ) {
    const { filter, limit = 10, offset, order_by } = asked;
    const found = [...this.points.values()].filter((point) => passes(point, filter));
    if (order_by !== undefined) {
      const { key, direction } = order_by;
      if (this.indexes[key] !== 'integer')
        throw new Refusal(400, `Bad request: No range index for \`order_by\` key: \`${key}\``);
      const sign = direction === 'desc' ? -1 : 1;
      found.sort((a, b) => sign * ((a.payload[key] as number) - (b.payload[key] as number)));
      const points = found.slice(0, limit);
      return {
        points: points.map((each) => ({ ...show(each, asked), order_value: each.payload[key] })),
        next_page_offset: null,
      };
    }
    found.sort((a, b) => (a.id < b.id ? -1 : 1));
    const from = offset === undefined ? 0 : found.findIndex(({ id }) => id >= offset);
    const points = from < 0 ? [] : found.slice(from, from + limit);
    const next = from < 0 ? undefined : found[from + limit];
    return { points: points.map((each) => show(each, asked)), next_page_offset: next?.id ?? null };
  }

  query(asked: Shown & { filter?: Filter; query: number[]; using: string; limit: number }): object[] {
    const { filter, using, limit } = asked;
    const to = this.#vector(using, asked.query);
    const scored = [...this.points.values()]
      .filter((point) => passes(point, filter) && point.vector[using] !== undefined)
      .map((point) => ({ point, score: product(to, point.vector[using]!) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
    return scored.map(({ point, score }) => ({ ...show(point, asked), version: 1, score }));
  }

  facet({ key, limit = 10 }: { readonly key: string; readonly limit?: number }): object[] {
    if (this.indexes[key] !== 'keyword')
      throw new Refusal(400, `Bad request: Index required but not found for "${key}"`);
    const counts = new Map<string, number>();
    for (const { payload } of this.points.values()) {
      const value = payload[key] as string;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, limit)
      .map(([value, count]) => ({ value, count }));
  }

  #vector(name: string, values: readonly number[]): Float32Array {
    const params = this.vectors[name];
    if (params === undefined) throw new Refusal(400, `Wrong input: Not existing vector name error: ${name}`);
    if (params.size !== values.length) {
      throw new Refusal(400, `Wrong input: Vector dimension error: expected dim: ${params.size}, got ${values.length}`);
    }
    return Float32Array.from(values);
  }

  #completed(): object {
    return { operation_id: this.#operations++, status: 'completed' };
  }
}

function passes({ payload }: Point, filter: Filter | undefined): boolean {
  const holds = ({ key, match, range }: Condition) => {
    const value = payload[key];
    if (match !== undefined) return value === match.value;
    return typeof value === 'number' && value >= (range?.gte ?? -Infinity) && value <= (range?.lte ?? Infinity);
  };
  return (filter?.must ?? []).every(holds) && !(filter?.must_not ?? []).some(holds);
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = a.length - 1; i >= 0; i--) sum = Math.fround(sum + Math.fround(a[i]! * b[i]!));
  return sum;
}

function show({ id, payload, vector }: Point, { with_payload = true, with_vector = false }: Shown): object {
  const names = with_vector === true ? Object.keys(vector) : with_vector === false ? [] : with_vector;
  const vectors = names.flatMap((name) => (vector[name] ? [[name, Array.from(vector[name], shortest)] as const] : []));
  return {
    id,
    ...(with_payload && { payload: nudged(payload) }),
    ...(vectors.length > 0 && { vector: Object.fromEntries(vectors) }),
  };
}

/** A float as single precision prints it. */
function shortest(value: number): number {
  for (let digits = 6; ; digits++) {
    const short = Number(value.toPrecision(digits));
    if (digits === 9 || Math.fround(short) === value) return short;
  }
}

/** Fast parsers of numbers are off by one in the last place now and then; here always. */
function nudged(payload: Payload): Payload {
  const nudge = (value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? value * (1 + 2 ** -52) : value;
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, nudge(value)]));
}
