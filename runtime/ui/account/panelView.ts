/** What a panel shows in a slot, and what keys can do to it. */
import type { LogEntry } from '../../monitoring/logTail.ts';
import type { AccountStatus } from '../../paper/status/status.ts';
import type { Slot } from './layout.ts';
import { EVENTS } from './panels/events.ts';
import { LOG } from './panels/log.ts';
import { ORDERS } from './panels/orders.ts';
import { POSITIONS } from './panels/positions.ts';
import { QUALITY } from './panels/quality.ts';
import { riskLines } from './panels/risk.ts';
import { runLines } from './panels/run.ts';
import { SESSIONS } from './panels/sessions.ts';
import { type ScreenState, tableState } from './screenState.ts';
import type { Line } from './segments.ts';
import { type TableSpec, tableView } from './table.ts';
import type { WatchedRun } from './watched.ts';

export interface PanelView {
  readonly title: string;
  /** Beside the title: how many rows there are, by what they are sorted. */
  readonly note: string;
  readonly lines: readonly Line[];
  /** How many rows there are to scroll through, and how many of them are seen. */
  readonly rows: number;
  readonly page: number;
  /** To sort by. */
  readonly columns: number;
}

/** All that is shown, beside how it is looked at. */
export interface Shown {
  readonly status: AccountStatus;
  /** Newest first; empty: there is no log. */
  readonly log: readonly LogEntry[];
  /** Null: none is watched. */
  readonly watched: WatchedRun | null;
  /** Milliseconds, of the clock that the watched run was seen by. */
  readonly at: number;
}

const BORDERS = 2;

export function panelView(shown: Shown, state: ScreenState, slot: Slot): PanelView {
  const { status } = shown;
  switch (slot.panel) {
    case 'positions':
      return table(POSITIONS, status, state, slot);
    case 'orders':
      return table(ORDERS, status, state, slot);
    case 'sessions':
      return table(SESSIONS, status, state, slot);
    case 'quality':
      return table(QUALITY, status, state, slot);
    case 'log':
      return shown.log.length === 0 ? table(LOG, status, state, slot) : table(EVENTS, shown.log, state, slot);
    case 'risk':
      return page('Risk', riskLines(status, slot.width - BORDERS), state, slot);
    case 'run':
      return page('Run', runLines(shown.watched!, shown.at, slot.width - BORDERS), state, slot);
  }
}

function table<Of, Row>(spec: TableSpec<Of, Row>, of: Of, state: ScreenState, slot: Slot): PanelView {
  const page = slot.height - BORDERS;
  const view = tableView(spec, of, state.filter, tableState(state, slot.panel), {
    ...{ width: slot.width - BORDERS, height: page },
    isMarked: state.focus === slot.panel,
  });
  const amount = view.shown === view.of ? String(view.of) : `${view.shown} of ${view.of}`;
  return {
    title: spec.title,
    note: view.order === null ? amount : `${amount} ${view.order}`,
    lines: view.of === 0 ? view.lines : [view.head, ...view.lines],
    rows: view.shown,
    page: Math.max(1, page - 1),
    columns: spec.columns.length,
  };
}

/** Lines that scroll as a whole: the cursor is the first one shown. */
function page(title: string, lines: readonly Line[], state: ScreenState, { panel, height }: Slot): PanelView {
  const room = height - BORDERS;
  const last = Math.max(0, lines.length - room);
  const from = Math.min(tableState(state, panel).cursor, last);
  return {
    title,
    note: last === 0 ? '' : `${from + 1}–${from + Math.min(room, lines.length)} of ${lines.length}`,
    lines: lines.slice(from, from + room),
    ...{ rows: last + 1, page: Math.max(1, room - 1), columns: 0 },
  };
}
