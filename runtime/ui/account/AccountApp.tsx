/** The screen of an account, alive: it hears keys, follows the size of the terminal and looks at the ledger. */
import { Text, useApp, useInput, useWindowSize } from 'ink';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { LedgerWatch, Sight } from '../../paper/status/watch.ts';
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
  readonly first: Sight;
  /** Null: no invocation is watched. */
  readonly feed: WatchFeed | null;
  now(): number;
  /** Ctrl-C, while there is something to interrupt. */
  interrupt(): void;
}

export function AccountApp({ watch, initial, first, feed, now, interrupt }: AccountAppProps) {
  const app = useApp();
  const size = useWindowSize();
  const [state, setState] = useState(initial);
  const { sight, problem } = useSight(watch, first, state.account);
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

/** What the ledger says of an account, looked at again every second and whenever another is asked for. */
function useSight(watch: LedgerWatch, first: Sight, account: string | null) {
  const [seen, setSeen] = useState<{ sight: Sight; problem: string | null }>({ sight: first, problem: null });
  const look = useCallback(() => {
    try {
      const sight = watch.look(account);
      if (sight !== null) setSeen({ sight, problem: null });
    } catch (error) {
      // Somebody has moved the file, or the disk fails: what was seen last stays on the screen.
      const problem = error instanceof Error ? error.message : String(error);
      setSeen((before) => (before.problem === problem ? before : { ...before, problem }));
    }
  }, [watch, account]);
  useEffect(() => {
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [look]);
  return seen;
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
