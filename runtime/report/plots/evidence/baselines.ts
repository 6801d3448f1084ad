/** Plots of the strategy beside what costs nothing to have. */
import type { Shuffled } from '../../../evidence/types.ts';
import { count, plural, ratio, signedPercent } from '../../format.ts';
import type { ReportInput } from '../../input.ts';
import { baselineName } from '../../names.ts';
import { colour } from '../../palette.ts';
import { shuffledWords } from '../../words.ts';
import { level, line, numberAxis, type Row, rowsOf, thinned, timeAxis } from '../parts.ts';
import type { Canvas, Plot, View } from '../plot.ts';

export function baselinesPlot(input: ReportInput): Plot {
  const shown = (input.evidence?.baselines ?? []).filter(({ net }) => net.some((value) => value !== null));
  const { returns } = input;
  const rows =
    returns.start === null
      ? []
      : rowsOf([returns.start, ...returns.sessions], {
          strategy: [100, ...returns.equity.map((value) => 100 * value)],
          ...Object.fromEntries(shown.map(({ id, net }) => [columnOf(id), equityOf(net)])),
        });
  const names = shown.map((each) => ({ ...each, ...baselineName(each, input) }));
  return {
    id: 'baselines',
    title: 'Beside what costs nothing',
    caption: `Net of costs, 100 at the start. The strategy ended ${signedPercent(input.figures.net.totalReturn, 1)}, ${names
      .map(({ label, figures }) => `${label} ${signedPercent(figures?.totalReturn, 1)}`)
      .join(', ')}.`,
    legend: [
      { role: 'ink', label: 'The strategy', mark: 'line' },
      ...names.map(({ role, label, mark }) => ({ role, label, mark })),
    ],
    size: 'full',
    height: 300,
    draw:
      rows.length < 2
        ? null
        : (canvas) => ({
            data: { values: thinned(rows, canvas.points, 'strategy') },
            encoding: { x: timeAxis(rows, canvas) },
            layer: [
              level(100),
              ...names
                .toReversed()
                .map(({ id, role, mark }) =>
                  line(
                    columnOf(id),
                    role,
                    { strokeWidth: 1.4, ...(mark === 'dashed' && { strokeDash: [4, 3] }) },
                    axis(rows),
                  ),
                ),
              line('strategy', 'ink', { strokeWidth: 2.25 }, axis(rows)),
            ],
          }),
  };
}

/** A session without a return leaves the equity as it is. */
function equityOf(net: readonly (number | null)[]): number[] {
  let equity = 100;
  return [equity, ...net.map((value) => (equity *= 1 + (value ?? 0)))];
}

const columnOf = (id: string): string => id.replaceAll(' ', '_');

function axis(rows: readonly Row[]): View {
  const values = rows.flatMap(({ t: _, ...columns }) => Object.values(columns)).filter((value) => value !== null);
  const range = Math.max(...values) - Math.min(...values);
  return { scale: { zero: false, nice: 6 }, axis: numberAxis(range < 5 ? ',.1f' : ',.0f') };
}

/** Bars that a histogram of so many values may have. */
const BINS = 30;

export function shuffledPlot({ evidence, figures }: ReportInput): Plot {
  const shuffled = evidence?.shuffled ?? null;
  const own = figures.net.sharpe;
  return {
    id: 'shuffled',
    title: 'The choice of stocks against chance',
    caption: shuffled === null ? 'No book on shuffled predictions was run.' : shuffledCaption(shuffled, own),
    legend: [
      { role: 'soft', label: 'Books on shuffled predictions', mark: 'bar' },
      { role: 'ink', label: 'The strategy', mark: 'line' },
    ],
    size: 'half',
    height: 220,
    draw:
      shuffled === null || shuffled.sharpes.length === 0 || own === null
        ? null
        : (canvas) => drawShuffled(shuffled.sharpes, own, canvas),
  };
}

function shuffledCaption({ sharpes, books, stopped, p }: Shuffled, own: number | null): string {
  const median = sharpes[Math.floor(sharpes.length / 2)];
  return (
    `Sharpe ratios of ${plural(books, 'book')} that hand the same predictions to other stocks: ${ratio(median)} in the middle, ` +
    `${ratio(own)} of the strategy.` +
    (p === null ? '' : ` ${shuffledWords(books, p)}.`) +
    (stopped === 0 ? '' : ` ${count(stopped)} of the books were stopped and stayed in cash.`)
  );
}

function drawShuffled(sharpes: readonly number[], own: number, canvas: Canvas): View {
  const least = Math.min(sharpes[0]!, own);
  const width = (Math.max(sharpes.at(-1)!, own) - least) / BINS || 1;
  const counts = new Array<number>(BINS).fill(0);
  for (const sharpe of sharpes) counts[Math.min(BINS - 1, Math.floor((sharpe - least) / width))]!++;
  const values = counts.map((n, bin) => ({ middle: least + (bin + 0.5) * width, n }));
  return {
    data: { values },
    encoding: {
      x: {
        field: 'middle',
        type: 'quantitative',
        title: 'Sharpe ratio',
        axis: { ...numberAxis('.2~f'), tickCount: canvas.ticks },
      },
    },
    layer: [
      {
        mark: { type: 'bar', color: colour('soft'), width: Math.max(2, ((canvas.width - 60) / BINS) * 0.85) },
        encoding: { y: { field: 'n', type: 'quantitative', title: null, axis: { tickMinStep: 1 } } },
      },
      {
        data: { values: [{ own }] },
        mark: { type: 'rule', color: colour('ink'), strokeWidth: 2 },
        encoding: { x: { field: 'own', type: 'quantitative' } },
      },
    ],
  };
}
