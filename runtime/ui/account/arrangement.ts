/** The screen of an account, worked out: head, panels in their places, foot. What is drawn and what keys act on is the same. */
import { headerLines } from './header.ts';
import { keyLine } from './keys.ts';
import { type Layout, layoutOf, PANELS, type PanelName, type Size } from './layout.ts';
import { riskLines } from './panels/risk.ts';
import { type PanelView, panelView, type Shown } from './panelView.ts';
import type { ScreenFacts, ScreenState } from './screenState.ts';
import type { Line } from './segments.ts';

export interface ScreenInput extends Shown {
  /** Of all accounts. */
  readonly names: readonly string[];
  /** What keeps the ledger from being read; null: nothing. */
  readonly problem: string | null;
}

export interface Arrangement {
  readonly header: readonly Line[];
  readonly layout: Layout;
  readonly keys: Line;
  readonly panels: readonly PanelName[];
}

export function arrange(input: ScreenInput, state: ScreenState, size: Size): Arrangement {
  const { status, names, problem, watched } = input;
  const header = headerLines(status, names, size, problem);
  const layout = layoutOf({
    ...{ size, taken: header.length + 1, focus: state.focus, table: state.table, notes: state.notes },
    // The panel's own width hardly matters to how many lines there are.
    riskLines: riskLines(status, size.columns).length,
    watching: watched !== null,
  });
  return {
    ...{ header, layout },
    keys: keyLine(state, names.length, size.columns),
    panels: PANELS.filter((panel) => panel !== 'run' || watched !== null),
  };
}

/** What keys act on. */
export function factsOf(input: ScreenInput, state: ScreenState, size: Size): ScreenFacts {
  const { layout, panels } = arrange(input, state, size);
  const slots = [...(layout.band === null ? [] : [layout.band]), ...layout.columns.flat()];
  const slot = slots.find(({ panel }) => panel === state.focus);
  const view: PanelView | null = slot === undefined ? null : panelView(input, state, slot);
  return {
    ...{ panels, accounts: input.names },
    ...{ rows: view?.rows ?? 0, page: view?.page ?? 1, columns: view?.columns ?? 0 },
  };
}
