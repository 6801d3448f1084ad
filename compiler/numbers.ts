/** Numbers as people write them. */

/** To ten digits. In percent the largest numbers would be infinite, so they end before. */
export function plain(value: number): string {
  return String(Number(Math.max(-1e308, Math.min(1e308, value)).toPrecision(10)));
}

/** A fraction in percent, below one percent in basis points. */
export function formatRatio(value: number): string {
  return value !== 0 && Math.abs(value) < 0.01 ? `${plain(value * 10_000)} bps` : `${plain(value * 100)}%`;
}
