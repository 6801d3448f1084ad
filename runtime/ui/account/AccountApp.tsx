/** The screen of an account, alive: it hears keys, follows the size of the terminal and looks at the ledger. */
import { Text, useApp, useInput, useWindowSize } from 'ink';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { AccountView } from './AccountView.tsx';
import { factsOf, type ScreenInput } from './arrangement.ts';
import { keyPress } from './keyPress.ts';
import { RunView } from './RunView.tsx';
import { press, type ScreenState } from './screenState.ts';
import type { Seen, SightStore } from './sightStore.ts';
import type { WatchFeed } from './watchFeed.ts';

/** How often the ledger is asked whether it has changed. */
const LOOK_MS = 1000;
/** How often the seconds of a stage are written anew. */
const TICK_MS = 500;

export interface AccountAppProps {
  readonly store: SightStore;
  readonly initial: ScreenState;
  /** Null: no invocation is watched. */
  readonly feed: WatchFeed | null;
  now(): number;
  /** Ctrl-C, while there is something to interrupt. */
  interrupt(): void;
}

export function AccountApp({ store, initial, feed, now, interrupt }: AccountAppProps) {
  const leave = useLeaving();
  const size = useWindowSize();
  const [state, setState] = useState(initial);
  const { sight, log, problem } = useSight(store, state.account);
  const watched = useFeed(feed);
  const isRunning = watched !== null && watched.ended === null;
  useTicks(isRunning);
  const input: ScreenInput | null = sight.status && {
    ...{ status: sight.status, names: sight.names, log, problem, watched, at: now() },
  };
  useInput((text, key) => {
    if (key.ctrl && text === 'c') {
      if (isRunning) interrupt();
      else leave.now();
      return;
    }
    if (text === 'q' && !state.filtering) return leave.now();
    const pressed = keyPress(text, key);
    if (pressed !== null && input !== null) setState((before) => press(before, pressed, factsOf(input, before, size)));
  });
  if (leave.isUnderWay) return null;
  if (input === null && watched !== null) return <RunView watched={watched} at={now()} size={size} />;
  if (input === null) return <Text>{problem ?? 'this account is not there; q leaves'}</Text>;
  return <AccountView input={input} state={state} size={size} />;
}

/** Clears the screen first: tmux takes full lines along into the buffer it restores, once it was resized. */
function useLeaving() {
  const app = useApp();
  const [isUnderWay, setUnderWay] = useState(false);
  useEffect(() => {
    if (isUnderWay) app.exit();
  }, [isUnderWay, app]);
  return { isUnderWay, now: () => setUnderWay(true) };
}

/** Looks again every second, and at once when another account is asked for. */
function useSight(store: SightStore, account: string | null): Seen {
  useEffect(() => {
    store.follow(account);
    const timer = setInterval(() => store.look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [store, account]);
  return useSyncExternalStore(store.subscribe, store.current);
}

const toNothing = () => () => {};

function useFeed(feed: WatchFeed | null) {
  return useSyncExternalStore(feed?.subscribe ?? toNothing, () => feed?.current() ?? null);
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
