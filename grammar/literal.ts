/** Numbers with what follows them, dates, times and texts: from the characters to values. */
import type { UnitWord } from './tree.ts';

/** Powers of ten by suffix. */
const SCALES: Readonly<Record<string, number>> = { k: 3, M: 6, B: 9 };

/** Units by how they are written, with the power of ten they scale by. */
const UNITS: Readonly<Record<string, number>> = { '%': -2, bps: -4, USD: 0, shares: 0, min: 0, d: 0, w: 0, m: 0, y: 0 };

/** Everything that may directly follow the digits. */
export const SUFFIXES: readonly string[] = [...Object.keys(UNITS), ...Object.keys(SCALES)];

const PARTS = /^([\d_]+(?:\.[\d_]+)?)(?:[eE]([+-]?\d+))?(.*)$/;

export interface NumberParts {
  readonly value: number;
  readonly unit: UnitWord | null;
  /** The suffix, or the second unit, that makes no sense; null when all is well. */
  readonly malformed: string | null;
}

/**
 * `digits` with a suffix, such as `5M` or `20d`, and the unit set apart from it, if any. The value is the closest
 * double to what is written: `65%` is 0.65, not 65 / 100 after rounding twice.
 */
export function readNumber(digits: string, unitApart: string | null): NumberParts {
  const [, mantissa, exponent = '0', suffix] = PARTS.exec(readCommas(digits)[0])!;
  const attached = Object.hasOwn(UNITS, suffix) ? suffix : null;
  const known = suffix === '' || attached !== null || Object.hasOwn(SCALES, suffix);
  const unit = attached ?? unitApart;
  const scale = Object.hasOwn(SCALES, suffix) ? SCALES[suffix] : 0;
  const power = Number(exponent) + scale + (unit === null ? 0 : UNITS[unit]);
  const malformed = !known ? suffix : attached !== null && unitApart !== null ? unitApart : null;
  const value = Number(`${mantissa.replaceAll('_', '')}e${power}`);
  return { value, unit: unit as UnitWord | null, malformed };
}

/**
 * What a number with commas may mean, likelier first: thousands, when groups of three follow up to three digits that
 * are not 0, else a fraction; `1,500` may be either. One without commas means itself.
 */
export function readCommas(digits: string): readonly string[] {
  if (!digits.includes(',')) return [digits];
  const fraction = digits.replace(/,(?=[^,]*$)/, '.').replaceAll(',', '_');
  const isGrouped = /^[1-9]\d{0,2}(?:,\d{3})+(?!\d)/.test(digits);
  const isOne = digits.indexOf(',') === digits.lastIndexOf(',') && !digits.includes('.');
  const thousands = digits.replaceAll(',', '_');
  if (!isGrouped) return [isOne ? fraction : thousands];
  return isOne ? [thousands, fraction] : [thousands];
}

/** What a date may mean, likelier first; none when no month or day makes sense. */
export function readDate(image: string): readonly string[] {
  const [a, b, c] = image.split(/[-./]/);
  const iso = (year: string, month: string, day: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const candidates = a.length === 4 ? [iso(a, b, c)] : [iso(c, b, a)];
  if (image.includes('/') && a.length < 4 && a !== b) candidates.push(iso(c, a, b));
  return candidates.filter((date) => /-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(date));
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The characters between the quotes; `\"`, `\\`, `\n`, `\r` and `\t` stand for what they do elsewhere. */
export function readText(image: string): string {
  const closed = image.length > 1 && (!image.startsWith('"') || /^"(?:[^"\\]|\\.)*"$/.test(image));
  return image.slice(1, closed ? -1 : undefined).replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}

export function writeText(value: string): string {
  const quoted = value.replace(/["\\]/g, '\\$&');
  const escaped = quoted.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return `"${escaped}"`;
}
