/**
 * Vega-Lite view → SVG text, without a browser. Vega is imported when the first plot is drawn: other commands never
 * pay for it. Same view, same bytes: there is no clock in it, and ids are renumbered by plot.
 */
import type { LoggerInterface } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { colour } from '../palette.ts';
import type { Canvas, View } from './plot.ts';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

async function engines() {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  return { vega, vegaLite };
}

/** What the drawing libraries complain of. Nobody reads it in a run; the tests do, and allow none. */
export type Complaint = (message: string) => void;

export interface Drawing {
  readonly view: View;
  readonly canvas: Canvas;
  readonly id: string;
  readonly variant: 'wide' | 'narrow';
}

export async function drawSvg({ view, canvas, id, variant }: Drawing, complain: Complaint): Promise<string> {
  const { vega, vegaLite } = await engines();
  const logger = loggerOf(complain);
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: canvas.width,
    height: canvas.height,
    // The whole drawing fits the size asked for, so that plots under each other align.
    autosize: { type: 'fit', contains: 'padding' },
    padding: { left: 0, right: 6, top: 6, bottom: 2 },
    background: 'transparent',
    config: configuration(canvas, isDense(view)),
    ...view,
  } as unknown as TopLevelSpec;
  const compiled = vegaLite.compile(spec, { logger }).spec;
  const runtime = new vega.View(vega.parse(compiled), { renderer: 'none', logger });
  try {
    return embed(await runtime.toSVG(), id, variant);
  } finally {
    runtime.finalize();
  }
}

function loggerOf(complain: Complaint): LoggerInterface {
  const say = (...messages: readonly unknown[]) => {
    complain(messages.map(String).join(' '));
    return logger;
  };
  const pass = () => logger;
  const logger = { level: () => logger, error: say, warn: say, info: pass, debug: pass } as unknown as LoggerInterface;
  return logger;
}

/** Where points are closer than pixels a full stroke turns into a smear. */
function isDense(view: View): boolean {
  const values = (view.data as { readonly values?: readonly unknown[] } | undefined)?.values;
  return values !== undefined && values.length > 390;
}

function configuration(canvas: Canvas, dense: boolean) {
  const fontSize = 12;
  return {
    // The figure carries one label for the whole drawing; a label per mark would only be noise.
    aria: false,
    font: FONT,
    view: { stroke: null },
    axis: {
      labelFontSize: fontSize,
      labelColor: colour('muted'),
      titleFontSize: fontSize,
      titleFontWeight: 400,
      titleColor: colour('muted'),
      gridColor: colour('grid'),
      domainColor: colour('line'),
      tickColor: colour('line'),
      tickSize: 4,
      labelPadding: 4,
    },
    axisX: { grid: false },
    axisY: {
      grid: true,
      domain: false,
      ticks: false,
      tickCount: Math.max(3, Math.round(canvas.height / 48)),
      // One width for all, so that the plots of a column share their left edge.
      minExtent: 48,
      maxExtent: 48,
    },
    line: { strokeWidth: dense ? 1.2 : 1.75, strokeJoin: 'round', strokeCap: 'round' },
    rule: { strokeWidth: 1 },
    text: { fontSize: 11, fill: colour('muted') },
  };
}

/** Vega's SVG made fit to stand in a page: scales with its box, hidden from screen readers, ids its plot's own. */
function embed(svg: string, id: string, variant: string): string {
  const names = new Map<string, string>();
  for (const [, found] of svg.matchAll(/ id="([^"]+)"/g)) names.set(found!, `${id}-${variant}-${names.size}`);
  return (
    svg
      // What only a live chart needs, or the root and the page say once for all.
      .replace(/ (?:class|role|aria-[a-z]+|pointer-events|font-family)="[^"]*"(?=[^<]*>)/g, '')
      .replace(/ opacity="1"(?=[^<]*>)/g, '')
      .replace(/<path d="" display="none"\/>/g, '')
      .replace(/ id="([^"]+)"/g, (_, found: string) => ` id="${names.get(found)}"`)
      .replace(/url\(#([^)]+)\)/g, (_, found: string) => `url(#${names.get(found) ?? found})`)
      .replace(/ d="([^"]+)"/g, (_, path: string) => ` d="${shortened(path)}"`)
      .replace(
        /^<svg[^>]*? viewBox="([^"]+)"[^>]*>/,
        `<svg class="${variant}" viewBox="$1" xmlns="http://www.w3.org/2000/svg" font-family="system-ui,sans-serif" aria-hidden="true" focusable="false">`,
      )
  );
}

/** A tenth of a pixel is finer than any screen shows. */
function shortened(path: string): string {
  return path.replace(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10));
}
