/** A filled curve in Unicode blocks, an eighth of a row fine. */
const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

export interface ChartOptions {
  /** Columns in all, labels included. */
  readonly width: number;
  readonly height: number;
  readonly label: (value: number) => string;
}

/**
 * The greatest value is labelled at the top, the least at the bottom. Of more values than columns each column shows
 * the last of its stretch, of fewer each value takes several columns.
 *
 * @param values at least one, finite
 * @returns the lines, and how far the curve is indented by its labels
 */
export function blockChart(values: readonly number[], options: ChartOptions): { lines: string[]; indent: number } {
  const { width, height, label } = options;
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  const labels = [label(greatest), label(least)];
  const indent = Math.max(...labels.map((text) => text.length)) + 1;
  const columns = Math.max(1, width - indent);
  const shown = Array.from(
    { length: columns },
    (_, i) => values[Math.max(0, Math.ceil(((i + 1) * values.length) / columns) - 1)]!,
  );
  // The least value still shows an eighth, so that the curve never vanishes; without a range it lies in the middle.
  const steps = height * 8;
  const range = greatest - least;
  const eighths = shown.map((value) =>
    range === 0 ? steps / 2 : 1 + Math.round(((value - least) / range) * (steps - 1)),
  );
  const lines = Array.from({ length: height }, (_, row) => {
    const below = (height - 1 - row) * 8;
    const bar = eighths.map((level) => EIGHTHS[Math.max(0, Math.min(8, level - below))]).join('');
    const text = row === 0 ? labels[0]! : row === height - 1 ? labels[1]! : '';
    return `${text.padStart(indent - 1)} ${bar}`.trimEnd();
  });
  return { lines, indent };
}
