/** Numbers as people read them in a terminal. Missing is –. */

/** Made once: making one takes as long as writing a thousand numbers. */
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const CENTS = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function percent(value: number | null, digits = 2): string {
  return value === null || Number.isNaN(value) ? '–' : `${(value * 100).toFixed(digits)}%`;
}

export function decimal(value: number | null, digits = 2): string {
  return value === null || Number.isNaN(value) ? '–' : value.toFixed(digits);
}

export function basisPoints(value: number | null): string {
  return value === null || Number.isNaN(value) ? '–' : `${(value * 10_000).toFixed(1)} bps`;
}

export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

export function count(value: number): string {
  return (value < 10 ? TENTHS : WHOLE).format(value);
}

/** `1 session`, `1,200 sessions` */
export function sessionCount(sessions: number): string {
  return `${count(sessions)} ${sessions === 1 ? 'session' : 'sessions'}`;
}

export function money(amount: number): string {
  return `${CENTS.format(amount)} USD`;
}

const BLOCKS = '▁▂▃▄▅▆▇█';

/** One block character per value, lowest to highest; at most `width` of them, the last ones. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width).filter((value) => Number.isFinite(value));
  if (shown.length === 0) return '';
  const low = Math.min(...shown);
  const span = Math.max(...shown) - low;
  return shown.map((value) => BLOCKS[span === 0 ? 3 : Math.min(7, Math.floor(((value - low) / span) * 8))]).join('');
}

/** `██████░░░░` */
export function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** The last of each of at most `width` stretches of equal length. */
export function thinned<T>(values: readonly T[], width: number): readonly T[] {
  if (values.length <= width) return values;
  return Array.from({ length: width }, (_, k) => values[Math.ceil(((k + 1) * values.length) / width) - 1]!);
}

/** As `sparkline`, of the whole course and over several rows, the highest first. Missing values leave a gap. */
export function blockChart(values: readonly number[], width: number, height: number): readonly string[] {
  const shown = thinned(values, width);
  const known = shown.filter((value) => Number.isFinite(value));
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const eighths = shown.map((value) => {
    if (!Number.isFinite(value)) return 0;
    return span === 0 ? 4 : 1 + Math.round(((value - low) / span) * (8 * height - 1));
  });
  return Array.from({ length: height }, (_, row) => {
    const below = 8 * (height - 1 - row);
    return eighths.map((level) => ` ${BLOCKS}`[Math.min(8, Math.max(0, level - below))]).join('');
  });
}
