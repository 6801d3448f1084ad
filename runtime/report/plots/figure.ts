/** A plot as an HTML figure: title, words, legend, and the drawing for wide and for narrow screens. */
import { html, type Markup, trusted } from '../markup.ts';
import type { Canvas, Plot } from './plot.ts';
import { type Complaint, drawSvg } from './vega.ts';

const NARROW = 360;
const WIDE = { full: 1088, half: 528 } as const;

/** Wide drawings show up to 1,200 points a series, narrow ones 400. */
function canvases(plot: Plot): { wide: Canvas; narrow: Canvas } {
  const full = plot.size === 'full';
  return {
    wide: { width: WIDE[plot.size], height: plot.height, points: full ? 1200 : 600, ticks: full ? 14 : 7 },
    narrow: { width: NARROW, height: Math.min(plot.height, 230), points: 400, ticks: 5 },
  };
}

export async function renderPlot(plot: Plot, complain: Complaint): Promise<Markup> {
  const { wide, narrow } = canvases(plot);
  const { draw } = plot;
  const drawn = async (canvas: Canvas, variant: 'wide' | 'narrow') =>
    trusted(await drawSvg({ view: draw!(canvas), canvas, id: plot.id, variant }, complain));
  const drawings = draw && [await drawn(wide, 'wide'), await drawn(narrow, 'narrow')];
  return html`<figure class="plot ${plot.size}" id="${plot.id}" aria-labelledby="${plot.id}-title">
<figcaption><h3 id="${plot.id}-title">${plot.title}</h3><p id="${plot.id}-words">${plot.caption}</p></figcaption>
${drawings && plot.legend.length > 0 && legendOf(plot)}
${drawings ? html`<div class="drawing" role="img" aria-label="${plot.title}. ${plot.caption}">${drawings}</div>` : html`<p class="nothing">Nothing to plot.</p>`}
</figure>
`;
}

function legendOf(plot: Plot): Markup {
  const entries = plot.legend.map(
    ({ role, label, mark }) => html`<li><i class="key ${mark}" style="--key:var(--${role})"></i>${label}</li>`,
  );
  return html`<ul class="legend" aria-label="Legend">${entries}</ul>`;
}
