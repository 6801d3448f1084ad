/** Numbers as people read them. A missing figure is an en dash; a minus is a real minus sign, so that columns align. */
export const MISSING = '–';

type Maybe = number | null | undefined;

function fixed(value: Maybe, decimals: number, suffix: string, signed: boolean): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  const digits = Math.abs(value).toFixed(decimals);
  const zero = Number(digits) === 0;
  const sign = zero ? '' : value < 0 ? '−' : signed ? '+' : '';
  const [whole, part] = digits.split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return sign + grouped + (part === undefined ? '' : `.${part}`) + suffix;
}

/** 0.1234 → 12.34% */
export const percent = (value: Maybe, decimals = 2): string => fixed(scaled(value, 100), decimals, '%', false);

/** 0.1234 → +12.34% */
export const signedPercent = (value: Maybe, decimals = 2): string => fixed(scaled(value, 100), decimals, '%', true);

/** 0.00098 → 9.8 bps */
export const bps = (value: Maybe, decimals = 1): string => fixed(scaled(value, 10_000), decimals, ' bps', false);

export const ratio = (value: Maybe, decimals = 2): string => fixed(value, decimals, '', false);

export const signedRatio = (value: Maybe, decimals = 2): string => fixed(value, decimals, '', true);

export const count = (value: Maybe): string => fixed(value, 0, '', false);

/** "1 session", "146 sessions" */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A number of settings or formulas: as short as exact, without floating-point dust. */
export function plain(value: number): string {
  const rounded = Number(value.toPrecision(12));
  return String(rounded).replace('-', '−');
}

function scaled(value: Maybe, by: number): Maybe {
  return value === null || value === undefined ? value : value * by;
}

/** `2.1 million USD` */
export function money(value: number): string {
  const [unit, name] = value >= 1e9 ? [1e9, ' billion'] : value >= 1e6 ? [1e6, ' million'] : [1e3, ' thousand'];
  const digits = value / unit < 10 ? 1 : 0;
  return `${ratio(value / unit, digits)}${name} USD`;
}
