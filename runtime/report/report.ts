/**
 * The report as one HTML file: no script, no network, the same bytes for the same input. Top to bottom it answers
 * what a portfolio manager asks: did it work, when, was the signal real, what was held, what does it rest on.
 */
import type { ReportInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { htmlPage } from './page.ts';
import { costPlot, exposurePlot, turnoverPlot } from './plots/book.ts';
import { baselinesPlot, shuffledPlot } from './plots/evidence/baselines.ts';
import { capacityPlot, decayPlot, pathsPlot } from './plots/evidence/futures.ts';
import { renderPlot } from './plots/figure.ts';
import { drawdownPlot, equityPlot, legsPlot, rollingSharpePlot, rollingVolatilityPlot } from './plots/performance.ts';
import type { Plot } from './plots/plot.ts';
import { cumulativeIcPlot, decilePlot, rankIcPlot } from './plots/signal.ts';
import { lossPlot, validationIcPlot } from './plots/training.ts';
import type { Complaint } from './plots/vega.ts';
import { provenanceTable, settingsTable, sourceListings, trainingFacts } from './sections/appendix.ts';
import {
  intervalsTable,
  luckTable,
  seedsTable,
  splitPathsTable,
  suspicionsList,
  tailsTable,
} from './sections/evidence/luck.ts';
import { baselinesTable, sensitivityTable } from './sections/evidence/others.ts';
import { importanceTable, marketTable, periodsTable, sectorsTable } from './sections/evidence/sources.ts';
import { assumptionsList, warningsTable, windowsTable } from './sections/grounds.ts';
import { header } from './sections/header.ts';
import { contributionsTable, positionsTable } from './sections/holdings.ts';
import { cutsTable } from './sections/limits.ts';
import { modelsTable } from './sections/models.ts';
import { costsTable, figuresTable, monthlyTable, stopsTable } from './sections/performance.ts';
import { qualityTable } from './sections/quality.ts';
import { signalTable } from './sections/signal.ts';

interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

/** @param complain is told what the drawing libraries warn of; see `plots/vega.ts`. */
export async function renderReport(input: ReportInput, complain: Complaint = () => {}): Promise<string> {
  const draw: Draw = async (makers) => {
    const figures: Markup[] = [];
    for (const maker of makers) figures.push(await renderPlot(maker(input), complain));
    return figures;
  };

  const sections: Section[] = [
    { id: 'performance', title: 'Performance', content: await performance(input, draw) },
    { id: 'evidence', title: 'How much of it is luck', content: await evidence(input, draw) },
    { id: 'signal', title: 'Signal', content: await signal(input, draw) },
    { id: 'book', title: 'Book and costs', content: await book(input, draw) },
    ...(input.training ? [{ id: 'training', title: 'Training', content: await training(input, draw) }] : []),
    {
      id: 'grounds',
      title: 'What it rests on',
      content: html`${windowsTable(input)}${modelsTable(input)}${assumptionsList(input)}${qualityTable(input)}${warningsTable(input)}`,
    },
    {
      id: 'appendix',
      title: 'To do it again',
      content: html`${settingsTable(input)}${provenanceTable(input)}${sourceListings(input)}`,
    },
  ];
  return page(input, sections).text;
}

async function performance(input: ReportInput, draw: Draw): Promise<Markup> {
  return html`${await plots(draw, [equityPlot, drawdownPlot])}
${monthlyTable(input)}${stopsTable(input)}
<div class="block">${await plots(draw, [rollingSharpePlot, rollingVolatilityPlot, legsPlot])}</div>
${figuresTable(input)}`;
}

async function evidence(input: ReportInput, draw: Draw): Promise<Markup> {
  const { evidence: found } = input;
  if (found === null) return html`${suspicionsList(input)}${luckTable(input)}`;
  const halves = [...(found.shuffled ? [shuffledPlot] : []), pathsPlot, capacityPlot, decayPlot];
  return html`${suspicionsList(input)}${luckTable(input)}
<div class="block">${await plots(draw, [baselinesPlot])}</div>
${baselinesTable(input)}
<div class="block">${await plots(draw, filled(halves))}</div>
${sensitivityTable(input)}${periodsTable(input)}
<div class="block grid">${intervalsTable(input)}${tailsTable(input)}${seedsTable(input)}${splitPathsTable(input)}${marketTable(input)}${sectorsTable(input)}${importanceTable(input)}</div>`;
}

/** Of an odd number of halves the last takes the whole row. */
function filled(halves: Parameters<Draw>[0]): Parameters<Draw>[0] {
  const last = halves.length % 2 === 1 ? halves.at(-1) : undefined;
  return last === undefined ? halves : [...halves.slice(0, -1), (input) => ({ ...last(input), size: 'full' })];
}

async function signal(input: ReportInput, draw: Draw): Promise<Markup> {
  return html`<div class="grid">${await draw([rankIcPlot, cumulativeIcPlot, decilePlot])}${signalTable(input)}</div>`;
}

async function book(input: ReportInput, draw: Draw): Promise<Markup> {
  return html`<div class="grid">${await draw([exposurePlot, turnoverPlot, costPlot])}${costsTable(input)}${positionsTable(input)}${contributionsTable(input)}</div>
${cutsTable(input)}`;
}

async function training(input: ReportInput, draw: Draw): Promise<Markup> {
  return html`${trainingFacts(input)}<div class="block">${await plots(draw, [lossPlot, validationIcPlot])}</div>`;
}

type Draw = (makers: readonly ((input: ReportInput) => Plot)[]) => Promise<Markup[]>;

async function plots(draw: Draw, makers: Parameters<Draw>[0]): Promise<Markup> {
  return html`<div class="grid">${await draw(makers)}</div>`;
}

function page(input: ReportInput, sections: readonly Section[]): Markup {
  const contents = sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  const bodies = sections.map(
    ({ id, title, content }) => html`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${title}</h2>
${content}
</section>
`,
  );
  const body = html`${header(input)}
<nav aria-label="Contents"><ul class="contents">${contents}</ul></nav>
<main>
${bodies}</main>
<footer>Plan <span class="mono">${input.provenance.planHash.slice(0, 12)}</span>, data <span class="mono">${input.data.snapshot.slice(0, 12)}</span>. This file is complete: it loads nothing and runs nothing.</footer>`;
  return htmlPage(`${input.strategy}: strategy report`, body);
}
