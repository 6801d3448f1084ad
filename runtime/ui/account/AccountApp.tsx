/** The screen of an account, alive: it hears keys, follows the size of the terminal and looks at the ledger. */
import { Text, useApp, useInput, useWindowSize } from 'ink';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type LedgerWatch, NOTHING_SEEN, type Sight } from '../../paper/status/watch.ts';
import { AccountView } from './AccountView.tsx';
import { factsOf, type ScreenInput } from './arrangement.ts';
import { keyPress } from './keyPress.ts';
import { RunView } from './RunView.tsx';
import { press, type ScreenState } from './screenState.ts';
import type { WatchFeed } from './watchFeed.ts';

/** How often the ledger is asked whether it has changed. */
const LOOK_MS = 1000;
/** How often the seconds of a stage are written anew. */
const TICK_MS = 500;

export interface AccountAppProps {
  readonly watch: LedgerWatch;
  readonly initial: ScreenState;
  /** Null: no invocation is watched. */
  readonly feed: WatchFeed | null;
  now(): number;
  /** Ctrl-C, while there is something to interrupt. */
  interrupt(): void;
}

export function AccountApp({ watch, initial, feed, now, interrupt }: AccountAppProps) {
  const app = useApp();
  const size = useWindowSize();
  const [state, setState] = useState(initial);
  const { sight, problem } = useSight(watch, state.account);
  const watched = useFeed(feed);
  const isRunning = watched !== null && watched.ended === null;
  useTicks(isRunning);
  const input: ScreenInput | null = sight.status && {
    ...{ status: sight.status, names: sight.names, problem, watched, at: now() },
  };
  useInput((text, key) => {
    if (key.ctrl && text === 'c') {
      if (isRunning) interrupt();
      else app.exit();
      return;
    }
    if (text === 'q' && !state.filtering) return app.exit();
    const pressed = keyPress(text, key);
    if (pressed !== null && input !== null) setState((before) => press(before, pressed, factsOf(input, before, size)));
  });
  if (input === null && watched !== null) return <RunView watched={watched} at={now()} size={size} />;
  if (input === null) return <Text>{problem ?? 'this account is not there; q leaves'}</Text>;
  return <AccountView input={input} state={state} size={size} />;
}

interface Seen {
  readonly sight: Sight;
  /** Why it could not be read; null: it could. */
  readonly problem: string | null;
}

/** What the ledger says of an account, looked at again every second and whenever another is asked for. */
function useSight(watch: LedgerWatch, account: string | null): Seen {
  const last = useRef<Seen | null>(null);
  last.current ??= lookedAt(watch, account, { sight: NOTHING_SEEN, problem: null });
  const [seen, setSeen] = useState(last.current);
  useEffect(() => {
    const look = () => {
      const next = lookedAt(watch, account, last.current!);
      if (next === last.current) return;
      last.current = next;
      setSeen(next);
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [watch, account]);
  return seen;
}

/** When somebody has moved the file, or the disk fails, what was seen last stays on the screen. */
function lookedAt(watch: LedgerWatch, account: string | null, before: Seen): Seen {
  try {
    const sight = watch.look(account);
    if (sight === null && before.problem === null) return before;
    return { sight: sight ?? before.sight, problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return problem === before.problem ? before : { ...before, problem };
  }
}

function useFeed(feed: WatchFeed | null) {
  const nothing = useRef(() => () => {});
  return useSyncExternalStore(feed?.subscribe ?? nothing.current, () => feed?.current() ?? null);
}

/** Draws anew now and then, while something runs. */
function useTicks(isRunning: boolean): void {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => tick((count) => count + 1), TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
}
