/** What a figure is: words, a legend, and a drawing that adapts to the width it is given. */
import type { Role } from '../palette.ts';

/** Pixels of the drawing and how much detail fits. Every plot is drawn twice: for a desk and for a hand. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** The most points of a series worth drawing. */
  readonly points: number;
  /** The most ticks that fit along x. */
  readonly ticks: number;
}

export interface LegendEntry {
  readonly role: Role;
  readonly label: string;
  readonly mark: 'line' | 'dashed' | 'bar';
}

/** A Vega-Lite unit or layered view without width, height and config, which `renderPlot` adds. */
export type View = Readonly<Record<string, unknown>>;

export interface Plot {
  /** Prefix of every id inside the drawing: unique in the report. */
  readonly id: string;
  readonly title: string;
  /** In words what is seen, with its key number: also what a screen reader says. */
  readonly caption: string;
  readonly legend: readonly LegendEntry[];
  readonly size: 'full' | 'half';
  readonly height: number;
  /** null when there is nothing to draw; the caption then says why. */
  readonly draw: ((canvas: Canvas) => View) | null;
}
