/**
 * Where the panels of an account's screen stand, for a terminal of a size.
 *
 *   60×20           80×24                       120×40                      200×60
 *   header          header                      header                      header
 *   ┌──────────┐    ┌──────────┐┌──────────┐    ┌──────────┐┌──────────┐    ┌───────┐┌───────┐┌───────┐
 *   │ the one  │    │ the table││ risk     │    │ positions││ risk     │    │ posi- ││ risk  ││quality│
 *   │ in focus │    │ in focus │└──────────┘    │          │└──────────┘    │ tions │└───────┘└───────┘
 *   │          │    │          │┌──────────┐    └──────────┘┌──────────┐    └───────┘┌───────┐┌───────┐
 *   │          │    │          ││ sessions │    ┌──────────┐│ sessions │    ┌───────┐│ ses-  ││ log   │
 *   └──────────┘    └──────────┘└──────────┘    │ orders   │└──────────┘    │ orders││ sions ││       │
 *   keys            keys                        └──────────┘┌──────────┐    └───────┘└───────┘└───────┘
 *                                                           │log, qual.│    keys
 *                                               keys        └──────────┘
 *
 * A run that is watched has a band of its own below the header where there is room, and else a panel like the others.
 */

export const PANELS = ['positions', 'orders', 'risk', 'sessions', 'quality', 'log', 'run'] as const;
export type PanelName = (typeof PANELS)[number];

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Outer sizes, borders included. */
export interface Slot {
  readonly panel: PanelName;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  /** Over the whole width; null: none. */
  readonly band: Slot | null;
  /** Side by side, each from the top down. */
  readonly columns: readonly (readonly Slot[])[];
}

export interface LayoutRequest {
  readonly size: Size;
  /** Rows that header and keys take. */
  readonly taken: number;
  /** Lines that the panel of risk would like to have. */
  readonly riskLines: number;
  readonly focus: PanelName;
  /** The table looked at last, where there is room for one. */
  readonly table: PanelName;
  /** Quality or log, whichever was looked at last, where there is room for one of them. */
  readonly notes: PanelName;
  readonly watching: boolean;
}

const BORDERS = 2;
const BAND = 12;
const LEAST = 7;

export function layoutOf(request: LayoutRequest): Layout {
  const { size, taken, focus, watching } = request;
  const { columns } = size;
  const rows = Math.max(3, size.rows - taken);
  if (columns < 80 || size.rows < 22) {
    return { band: null, columns: [[{ panel: focus, width: columns, height: rows }]] };
  }
  if (columns < 110 || size.rows < 34) return twoColumns(request, rows);
  const band: Slot | null = watching ? { panel: 'run', width: columns, height: BAND } : null;
  const body = rows - (band?.height ?? 0);
  return { band, columns: columns < 170 ? twoFullColumns(request, body) : threeColumns(request, body) };
}

function twoColumns({ size, table, riskLines }: LayoutRequest, rows: number): Layout {
  const right = Math.max(36, Math.floor(size.columns * 0.42));
  return {
    band: null,
    columns: [
      [{ panel: table, width: size.columns - right, height: rows }],
      stacked(right, rows, [
        ['risk', riskLines + BORDERS],
        ['sessions', null],
      ]),
    ],
  };
}

function twoFullColumns({ size, riskLines, notes }: LayoutRequest, rows: number): readonly (readonly Slot[])[] {
  const right = Math.floor(size.columns * 0.45);
  return [
    stacked(size.columns - right, rows, [
      ['positions', Math.ceil(rows * 0.6)],
      ['orders', null],
    ]),
    stacked(right, rows, [
      ['risk', Math.min(riskLines + BORDERS, Math.ceil(rows * 0.45))],
      ['sessions', Math.ceil(rows * 0.33)],
      [notes, null],
    ]),
  ];
}

function threeColumns({ size, riskLines }: LayoutRequest, rows: number): readonly (readonly Slot[])[] {
  const side = Math.floor(size.columns * 0.3);
  return [
    stacked(size.columns - 2 * side, rows, [
      ['positions', Math.ceil(rows * 0.6)],
      ['orders', null],
    ]),
    stacked(side, rows, [
      ['risk', riskLines + BORDERS],
      ['sessions', null],
    ]),
    stacked(side, rows, [
      ['quality', Math.floor(rows / 2)],
      ['log', null],
    ]),
  ];
}

/** From the top down; null takes what is left, of which each panel below keeps at least seven rows. */
function stacked(
  width: number,
  rows: number,
  panels: readonly (readonly [panel: PanelName, height: number | null])[],
): readonly Slot[] {
  let left = rows;
  return panels.map(([panel, wanted], k) => {
    const below = LEAST * (panels.length - 1 - k);
    const height = Math.max(3, Math.min(wanted ?? left, left - below));
    left -= height;
    return { panel, width, height };
  });
}
