/** The comparison as one HTML file: the table, the curves of equity and of drawdown. No script, no network. */
import type { Comparison } from '../../evidence/compare.ts';
import { drawdowns } from '../../figures/performance.ts';
import { percent, ratio, signedPercent } from '../format.ts';
import { html, type Markup } from '../markup.ts';
import { htmlPage } from '../page.ts';
import type { Role } from '../palette.ts';
import { renderPlot } from '../plots/figure.ts';
import { level, line, numberAxis, percentAxis, percentDecimals, rowsOf, thinned, timeAxis } from '../plots/parts.ts';
import type { Plot } from '../plots/plot.ts';
import type { Complaint } from '../plots/vega.ts';
import { block, type Cell, table } from '../sections/table.ts';
import { comparedWords, ROWS } from './words.ts';

/** A colour for each run, in order: as many as can be told apart, and as `strat compare` takes. */
const ROLES: readonly Role[] = ['ink', 'long', 'short', 'ridge', 'momentum', 'stop', 'reversal'];

export async function renderComparison(comparison: Comparison, complain: Complaint = () => {}): Promise<string> {
  const names = comparison.sides.map(({ name }) => name);
  const plots: Markup[] = [];
  for (const plot of [equityPlot(comparison), drawdownPlot(comparison)]) plots.push(await renderPlot(plot, complain));
  const body = html`<header>
<p class="eyebrow">Comparison</p>
<h1>${names.join(' · ')}</h1>
<p class="verdict">${comparedWords(comparison)}</p>
</header>
<main>
<section><div class="block grid">${plots}</div>
${figuresTable(comparison)}${suspicionsList(comparison)}${runsTable(comparison)}</section>
</main>
<footer>This file is complete: it loads nothing and runs nothing.</footer>`;
  return htmlPage(`${names.join(', ')}: comparison`, body).text;
}

function equityPlot({ sessions, sides }: Comparison): Plot {
  const ends = sides.map(({ name, figures }) => `${name} ${signedPercent(figures.totalReturn, 1)}`);
  return curves(
    { sessions, sides },
    {
      id: 'equity',
      title: 'Equity',
      caption: `Net of costs, 100 at the start of the sessions compared. ${ends.join(', ')}.`,
      values: ({ equity }) => equity.map((value) => 100 * value),
      height: 340,
      base: 100,
      axis: (values) => ({
        scale: { zero: false, nice: 6 },
        axis: numberAxis(Math.max(...values) - Math.min(...values) < 5 ? ',.1f' : ',.0f'),
      }),
    },
  );
}

function drawdownPlot({ sessions, sides }: Comparison): Plot {
  const deepest = sides.map(({ name, figures }) => `${name} ${percent(figures.maxDrawdown, 1)}`);
  return curves(
    { sessions, sides },
    {
      id: 'drawdown',
      title: 'Drawdown',
      caption: `Equity below its highest so far. The deepest: ${deepest.join(', ')}.`,
      values: ({ equity }) => [...drawdowns(returnsOf(equity))],
      height: 220,
      base: 0,
      axis: (values) => ({ axis: percentAxis(percentDecimals(values)) }),
    },
  );
}

function returnsOf(equity: readonly number[]): Float64Array {
  return Float64Array.from(equity, (value, k) => value / (k === 0 ? 1 : equity[k - 1]!) - 1);
}

interface Curves extends Pick<Plot, 'id' | 'title' | 'caption' | 'height'> {
  readonly values: (side: Comparison['sides'][number]) => readonly number[];
  readonly base: number;
  readonly axis: (values: readonly number[]) => Readonly<Record<string, unknown>>;
}

/** A line for each run, the first on top. */
function curves({ sessions, sides }: Comparison, { values, base, axis, ...plot }: Curves): Plot {
  const columns = Object.fromEntries(sides.map((side, k) => [`run${k}`, values(side)]));
  const rows = rowsOf(sessions, columns);
  const y = sessions.length === 0 ? {} : axis(Object.values(columns).flat());
  return {
    ...plot,
    legend: sides.map(({ name }, k) => ({ role: ROLES[k]!, label: name, mark: 'line' })),
    size: 'full',
    draw:
      rows.length < 2
        ? null
        : (canvas) => ({
            data: { values: thinned(rows, canvas.points, 'run0') },
            encoding: { x: timeAxis(rows, canvas) },
            layer: [
              level(base),
              ...sides.map((_, k) => line(`run${k}`, ROLES[k]!, { strokeWidth: k === 0 ? 2.25 : 1.5 }, y)).reverse(),
            ],
          }),
  };
}

function figuresTable({ sides }: Comparison): Markup {
  const heads = [{ label: '' }, ...sides.map(({ name }) => ({ label: name, number: true }) as const)];
  return block(
    'Side by side',
    'Figures are of the sessions compared. The interval is of the stationary bootstrap, p of the paired block bootstrap of Ledoit and Wolf, t of Newey and West.',
    table(
      'Side by side',
      heads,
      ROWS.map(({ group, rows }) => ({
        label: group,
        rows: rows.map(({ label, cell }): Cell[] => [label, ...sides.map(cell)]),
      })),
    ),
  );
}

function suspicionsList({ sides }: Comparison): Markup {
  const suspect = sides.filter(({ suspicions }) => suspicions.length > 0);
  if (suspect.length === 0) return html``;
  const items = suspect.map(({ name, suspicions }) => {
    return html`<li>${name} is suspect of ${suspicions.map((code, k) => html`${k === 0 ? '' : ', '}<code>${code}</code>`)}.</li>`;
  });
  return block('What to look at first', 'Their own reports say why.', html`<ul class="notes">${items}</ul>`);
}

function runsTable({ sides }: Comparison): Markup {
  const rows = sides.map(({ name, planHash, data, folder, luck }): Cell[] => [
    name,
    html`<span class="mono">${planHash.slice(0, 12)}</span>`,
    ratio(luck.hypotheses, 0),
    data,
    html`<span class="mono hash">${folder}</span>`,
  ]);
  return block(
    'The runs',
    null,
    table(
      'Runs',
      [{ label: '' }, { label: 'Plan' }, { label: 'Tried', number: true }, { label: 'Data' }, { label: 'Folder' }],
      [{ label: null, rows }],
    ),
  );
}
