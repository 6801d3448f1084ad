/** Figures in messages: few enough digits to be read, enough to follow the arithmetic. */

/** Three digits, or all of a whole number: `1.71`, `0.0133`, `1250`. */
export function figure(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

export function percent(ratio: number): string {
  return `${figure(100 * ratio)}%`;
}

export function bps(ratio: number): string {
  return `${figure(10_000 * ratio)} bps`;
}

/** "half", "all", or a percentage. */
export function share(ratio: number): string {
  return ratio === 1 ? 'all' : ratio === 0.5 ? 'half' : percent(ratio);
}
