/** From what was said of which day, and when, to what was known on each session. */
import type { Publication } from '../../../configs/schema.ts';
import type { ExternalSeries } from '../../market.ts';

/** One value of the file. Days since 1970-01-01. */
export interface Observation {
  /** What it is about: a session, or the day by which a month or a quarter is named. */
  readonly day: number;
  readonly value: number;
  /** From the file; null where the config gives one rule for all. */
  readonly published: number | null;
}

const AT_THE_CLOSE = { at: 'close', shift: 0 } as const;

/** @param rule null: by each value's own `published`. */
export function onSessions(
  rows: readonly Observation[],
  rule: Publication | null,
  sessions: Int32Array,
): ExternalSeries {
  if (rule?.by === 'session') {
    const { at, shift } = rule;
    // Labelled by its own day, and known later: the checker lets nothing decide on it before.
    return { values: carried(rows, ({ day }) => day, sessions), known: { at, shift } };
  }
  return { values: carried(rows, (row) => publicationDay(row, rule), sessions), known: AT_THE_CLOSE };
}

/** Whether a value was published by the close of a day. */
export function publishedBy(row: Observation, rule: Publication | null, sessions: Int32Array, asOf: number): boolean {
  if (rule?.by !== 'session') return publicationDay(row, rule) <= asOf;
  const published = sessionFrom(sessions, row.day) + rule.shift;
  return published < sessions.length && sessions[published]! <= asOf;
}

function publicationDay({ day, published }: Observation, rule: Publication | null): number {
  return rule?.by === 'days' ? day + rule.days : published!;
}

/**
 * On each session the value of the latest day among those that count from then on or before; of one day said twice, what
 * was said last. Carried until the next, never back.
 */
function carried(
  rows: readonly Observation[],
  countsFrom: (row: Observation) => number,
  sessions: Int32Array,
): Float64Array {
  const inOrder = rows
    .map((row) => ({ row, from: countsFrom(row) }))
    .sort((a, b) => a.from - b.from || a.row.day - b.row.day);
  const values = new Float64Array(sessions.length).fill(Number.NaN);
  let next = 0;
  let last: Observation | null = null;
  for (const [t, session] of sessions.entries()) {
    while (next < inOrder.length && inOrder[next]!.from <= session) {
      const { row } = inOrder[next++]!;
      if (last === null || row.day >= last.day) last = row;
    }
    if (last !== null) values[t] = last.value;
  }
  return values;
}

/** The session that a day counts for: itself, or the next one. */
function sessionFrom(sessions: Int32Array, day: number): number {
  let [low, high] = [0, sessions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sessions[middle]! < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
