/** Bars that cannot be right: refused, or treated as missing and counted, as the config says. */
import type { FilesConfig } from '../../../configs/schema.ts';
import type { Axes, Panel } from '../../market.ts';
import { UserError } from '../../ports.ts';
import { counted } from '../wording.ts';
import { type BarRole, type BarTable, barAt, complainOfNumbers, type FileBars, filesOfPlaces } from './bars.ts';
import type { Duck } from './duck.ts';

/** Places by what is wrong with them, in words. */
type Faults = Map<string, number[]>;

/** Checks the bars in place. With `mask`, all values of a bad bar become missing; gives the sentences to report. */
export async function checkBars(
  duck: Duck,
  table: BarTable,
  bars: FileBars,
  axes: Axes,
  policy: FilesConfig['quality'],
): Promise<string[]> {
  const faults: Faults = new Map();
  const notNumbers = checkEachBar(bars, faults);
  for (const role of ['adjusted_close', 'raw_close', 'raw_volume'] as const) {
    const panel = bars[role];
    if (panel) checkColumn(role, panel, faults, notNumbers);
  }
  for (const role of notNumbers) await complainOfNumbers(duck, table, role);
  if (faults.size === 0) return [];

  const told = [...faults]
    .map(([what, places]) => `${places.length} with ${what} (${examples(axes, places)})`)
    .join('; ');
  const bad = new Set([...faults.values()].flat());
  if (policy === 'fail') {
    throw new UserError(
      'bad-bars',
      `${await filesOfPlaces(duck, table, [...bad])} has ${counted(bad.size, 'bar')} that cannot be right: ${told}`,
      ['correct the file, or say `quality: mask` under `data`: such bars are then treated as missing and counted'],
    );
  }
  for (const panel of Object.values(bars)) for (const place of bad) panel[place] = Number.NaN;
  return [
    `${counted(bad.size, 'bar')} that cannot be right ${bad.size === 1 ? 'is' : 'are'} treated as missing: ${told}.`,
  ];
}

/** One pass over the five columns every bar has. Gives the columns in which a value is no number. */
function checkEachBar({ open, high, low, close, volume }: FileBars, faults: Faults): Set<BarRole> {
  const notNumbers = new Set<BarRole>();
  const most = Number.MAX_VALUE;
  for (let place = 0; place < close.length; place++) {
    const o = open[place]!;
    const h = high[place]!;
    const l = low[place]!;
    const c = close[place]!;
    const v = volume[place]!;
    // True of nearly all bars, and false when anything is missing.
    if (l > 0 && h >= l && h <= most && o > 0 && o <= most && c > 0 && c <= most && v >= 0 && v <= most) continue;
    if (Number.isNaN(o) && Number.isNaN(h) && Number.isNaN(l) && Number.isNaN(c) && Number.isNaN(v)) continue;
    const values = { open: o, high: h, low: l, close: c, volume: v };
    for (const [name, value] of Object.entries(values) as ['open' | 'high' | 'low' | 'close' | 'volume', number][]) {
      checkValue(name, value, place, faults, notNumbers);
    }
    if (h < l) fault(faults, 'a high below its low', place);
  }
  return notNumbers;
}

function checkColumn(role: BarRole, panel: Panel, faults: Faults, notNumbers: Set<BarRole>): void {
  for (let place = 0; place < panel.length; place++) {
    const value = panel[place]!;
    if (!(value > 0 && value <= Number.MAX_VALUE) && !Number.isNaN(value))
      checkValue(role, value, place, faults, notNumbers);
  }
}

function checkValue(role: BarRole, value: number, place: number, faults: Faults, notNumbers: Set<BarRole>): void {
  const volume = role === 'volume' || role === 'raw_volume';
  if (Math.abs(value) === Infinity) {
    notNumbers.add(role);
  } else if (volume && value < 0) fault(faults, 'a negative volume', place);
  else if (!volume && value <= 0)
    fault(faults, `${/^[ao]/.test(role) ? 'an' : 'a'} ${role} that is not positive`, place);
}

function fault(faults: Faults, what: string, place: number): void {
  const places = faults.get(what);
  if (places) places.push(place);
  else faults.set(what, [place]);
}

function examples(axes: Axes, places: readonly number[]): string {
  const shown = places.slice(0, 3).map((place) => barAt(axes, place));
  return shown.join(', ') + (places.length > 3 ? ', …' : '');
}
