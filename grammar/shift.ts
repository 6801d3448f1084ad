import type { Span } from './span.ts';

/** The same piece of tree, so many characters further on. A new one: trees are never changed. */
export function shifted<T extends object>(node: T, by: number): T {
  return by === 0 ? node : (moved(node, by) as T);
}

function moved(value: unknown, by: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => moved(each, by));
  if (isSpan(value)) return { file: value.file, start: value.start + by, end: value.end + by };
  const copy: Record<string, unknown> = {};
  for (const key in value) copy[key] = moved((value as Record<string, unknown>)[key], by);
  return copy;
}

function isSpan(value: object): value is Span {
  return 'start' in value && 'end' in value;
}
