/** How a person looks at the screen: what is in focus, how each table is sorted and scrolled; a pure fold over keys. */
import type { PanelName } from './layout.ts';
import type { TableState } from './table.ts';

export interface ScreenState {
  readonly focus: PanelName;
  /** Tables looked at last in places that several share; see `LayoutRequest`. */
  readonly table: PanelName;
  readonly notes: PanelName;
  readonly tables: Readonly<Partial<Record<PanelName, TableState>>>;
  readonly filter: string;
  /** Whether keys are letters of the filter. */
  readonly filtering: boolean;
  readonly help: boolean;
  /** Which of the accounts; null: the first. */
  readonly account: string | null;
}

export const AT_FIRST: ScreenState = {
  focus: 'positions',
  table: 'positions',
  notes: 'log',
  tables: {},
  filter: '',
  filtering: false,
  help: false,
  account: null,
};

/** A key by its name, or a character. */
export type KeyPress =
  | { readonly name: 'up' | 'down' | 'pageUp' | 'pageDown' | 'home' | 'end' | 'tab' | 'backTab' }
  | { readonly name: 'escape' | 'enter' | 'backspace' }
  | { readonly name: 'text'; readonly text: string };

/** What the keys act on, as it is drawn now. */
export interface ScreenFacts {
  /** In the order of their numbers. */
  readonly panels: readonly PanelName[];
  /** Names of all. */
  readonly accounts: readonly string[];
  /** Of the panel in focus. */
  readonly rows: number;
  /** Of those, how many it shows at once. */
  readonly page: number;
  /** Of the panel in focus; 0: it is no table. */
  readonly columns: number;
}

const START: TableState = { cursor: 0, sort: null, reversed: false };

export function tableState({ tables }: ScreenState, panel: PanelName): TableState {
  return tables[panel] ?? START;
}

export function press(state: ScreenState, key: KeyPress, facts: ScreenFacts): ScreenState {
  if (state.filtering) return typed(state, key);
  if (state.help) return { ...state, help: false };
  switch (key.name) {
    case 'up':
      return moved(state, facts, (row) => row - 1);
    case 'down':
      return moved(state, facts, (row) => row + 1);
    case 'pageUp':
      return moved(state, facts, (row) => row - facts.page);
    case 'pageDown':
      return moved(state, facts, (row) => row + facts.page);
    case 'home':
      return moved(state, facts, () => 0);
    case 'end':
      return moved(state, facts, () => facts.rows - 1);
    case 'tab':
      return focusedBy(state, facts, 1);
    case 'backTab':
      return focusedBy(state, facts, -1);
    case 'escape':
      return filteredBy(state, '');
    case 'text':
      return [...key.text].reduce((before, character) => letter(before, character, facts), state);
    default:
      return state;
  }
}

function letter(state: ScreenState, character: string, facts: ScreenFacts): ScreenState {
  switch (character) {
    case 'k':
      return moved(state, facts, (row) => row - 1);
    case 'j':
      return moved(state, facts, (row) => row + 1);
    case 'g':
      return moved(state, facts, () => 0);
    case 'G':
      return moved(state, facts, () => facts.rows - 1);
    case 's':
      return sortedByNext(state, facts);
    case 'r':
      return withTable(state, ({ reversed, ...rest }) => ({ ...rest, reversed: !reversed }));
    case 'a':
      return { ...state, account: nextAccount(state, facts), tables: {} };
    case '/':
      return { ...state, filtering: true };
    case '?':
      return { ...state, help: true };
    default: {
      const panel = facts.panels[Number(character) - 1];
      return panel === undefined ? state : focused(state, panel);
    }
  }
}

function nextAccount({ account }: ScreenState, { accounts }: ScreenFacts): string | null {
  const at = account === null ? 0 : accounts.indexOf(account);
  return accounts[(at + 1) % accounts.length] ?? null;
}

function typed(state: ScreenState, key: KeyPress): ScreenState {
  switch (key.name) {
    case 'text':
      return filteredBy(state, state.filter + key.text.replace(/[^\w.^=-]/g, ''));
    case 'backspace':
      return filteredBy(state, state.filter.slice(0, -1));
    case 'escape':
      return { ...filteredBy(state, ''), filtering: false };
    case 'enter':
      return { ...state, filtering: false };
    default:
      return state;
  }
}

/** What is filtered begins at its top. */
function filteredBy(state: ScreenState, filter: string): ScreenState {
  const tables = Object.entries(state.tables).map(([panel, table]) => [panel, { ...table, cursor: 0 }] as const);
  return { ...state, filter, tables: Object.fromEntries(tables) };
}

function withTable(state: ScreenState, change: (table: TableState) => TableState): ScreenState {
  return { ...state, tables: { ...state.tables, [state.focus]: change(tableState(state, state.focus)) } };
}

function moved(state: ScreenState, { rows }: ScreenFacts, move: (row: number) => number): ScreenState {
  return withTable(state, (table) => {
    const from = Math.min(table.cursor, Math.max(0, rows - 1));
    return { ...table, cursor: Math.max(0, Math.min(rows - 1, move(from))) };
  });
}

/** The table's own order, then each of its columns in turn. */
function sortedByNext(state: ScreenState, { columns }: ScreenFacts): ScreenState {
  if (columns === 0) return state;
  return withTable(state, ({ sort }) => {
    const next = sort === null ? 0 : sort + 1;
    return { cursor: 0, sort: next < columns ? next : null, reversed: false };
  });
}

function focusedBy(state: ScreenState, { panels }: ScreenFacts, step: 1 | -1): ScreenState {
  const at = panels.indexOf(state.focus);
  return focused(state, panels[(at + step + panels.length) % panels.length]!);
}

function focused(state: ScreenState, focus: PanelName): ScreenState {
  return {
    ...state,
    focus,
    table: focus === 'risk' || focus === 'sessions' ? state.table : focus,
    notes: focus === 'quality' || focus === 'log' ? focus : state.notes,
  };
}
