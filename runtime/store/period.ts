/** Which objects a request over a period is answered from. */
import { fromIsoDay, toIsoDay } from '../market.ts';
import type { StoredObject, Tables } from './manifest.ts';
import type { Window } from './missing.ts';

/** Days behind a period that tell whether a stock without bars at its end has ended or is halted. */
const AFTERWARDS = 366;

/**
 * Bars and actions of the years that the period needs, and no others: what is pulled later makes nothing anew of a
 * period that is long past. Where no year fits, all: the loader then says what there is.
 */
export function objectsWithin(tables: Tables, { from, to }: Window): { bars: StoredObject[]; actions: StoredObject[] } {
  const until = toIsoDay(fromIsoDay(to) + AFTERWARDS);
  const within = (objects: readonly StoredObject[]) =>
    objects.filter(({ rows, first, last }) => rows === 0 || (last >= from && first <= until));
  const bars = within(tables.bars);
  return { bars: bars.length > 0 ? bars : tables.bars, actions: within(tables.actions) };
}
