/** Bars that cannot be right: refused, or treated as missing and counted, as the config says. */
import type { FilesConfig } from '../../../configs/schema.ts';
import type { Axes, Panel } from '../../market.ts';
import { UserError } from '../../ports.ts';
import { type BarRole, type BarTable, barAt, complainOfNumbers, type FileBars } from './bars.ts';
import type { Duck } from './duck.ts';
import { fileOf } from './table.ts';

const PRICES: readonly BarRole[] = ['open', 'high', 'low', 'close', 'adjusted_close', 'raw_close'];

interface Fault {
  readonly what: string;
  readonly places: number[];
}

/** Checks the bars in place. With `mask`, all values of a bad bar become missing; gives the sentences to report. */
export async function checkBars(
  duck: Duck,
  table: BarTable,
  bars: FileBars,
  axes: Axes,
  policy: FilesConfig['quality'],
): Promise<string[]> {
  for (const role of table.roles) {
    const place = bars[role]!.findIndex((value) => value === Infinity || value === -Infinity);
    if (place >= 0) await complainOfNumbers(duck, table, role, barAt(axes, place));
  }
  const faults = [
    ...PRICES.filter((role) => bars[role]).map((role) => notPositive(`a ${role} that is not positive`, bars[role]!)),
    negative('a negative volume', bars.volume),
    crossed('a high below its low', bars.high, bars.low),
  ].filter(({ places }) => places.length > 0);
  if (faults.length === 0) return [];

  const told = faults.map(({ what, places }) => `${places.length} with ${what} (${examples(axes, places)})`).join('; ');
  const bad = new Set(faults.flatMap(({ places }) => places));
  if (policy === 'fail') {
    throw new UserError('bad-bars', `${fileOf(table.table)} has ${bad.size} bars that cannot be right: ${told}.`, [
      'Correct the file, or say `quality: mask` under `data`: such bars are then treated as missing and counted.',
    ]);
  }
  for (const panel of Object.values(bars)) for (const place of bad) panel[place] = Number.NaN;
  return [`${bad.size} bars that cannot be right are treated as missing: ${told}.`];
}

function notPositive(what: string, values: Panel): Fault {
  const places: number[] = [];
  for (let place = 0; place < values.length; place++) if (values[place]! <= 0) places.push(place);
  return { what, places };
}

function negative(what: string, values: Panel): Fault {
  const places: number[] = [];
  for (let place = 0; place < values.length; place++) if (values[place]! < 0) places.push(place);
  return { what, places };
}

function crossed(what: string, high: Panel, low: Panel): Fault {
  const places: number[] = [];
  for (let place = 0; place < high.length; place++) if (high[place]! < low[place]!) places.push(place);
  return { what, places };
}

function examples(axes: Axes, places: readonly number[]): string {
  const shown = places.slice(0, 3).map((place) => barAt(axes, place));
  return shown.join(', ') + (places.length > 3 ? ', …' : '');
}
