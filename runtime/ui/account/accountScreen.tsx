/** Opens the screen of an account in the terminal's alternate buffer, and gives the terminal back as it was. */
import { dirname } from 'node:path';
import { render } from 'ink';
import { LogTail } from '../../monitoring/logTail.ts';
import { monitoringPlaces } from '../../monitoring/places.ts';
import { LedgerWatch } from '../../paper/status/watch.ts';
import { AccountApp } from './AccountApp.tsx';
import { AT_FIRST } from './screenState.ts';
import { SightStore } from './sightStore.ts';
import type { WatchFeed } from './watchFeed.ts';

export interface AccountScreenRequest {
  /** The ledger's; it need not be there yet. */
  readonly file: string;
  /** Which account is shown first; null: the first there is. */
  readonly account: string | null;
  /** Null: no invocation is watched. */
  readonly feed: WatchFeed | null;
  /** What Ctrl-C does while the watched invocation runs. */
  interrupt(): void;
}

export interface AccountScreen {
  /** Settles when somebody has left it. */
  readonly left: Promise<void>;
}

export function openAccountScreen({ file, account, feed, interrupt }: AccountScreenRequest): AccountScreen {
  const watch = new LedgerWatch(file);
  const { logs } = monitoringPlaces(dirname(file));
  const store = new SightStore(watch, new LogTail(logs), account);
  const focus = feed === null ? AT_FIRST.focus : 'run';
  const app = render(
    <AccountApp
      {...{ store, feed, interrupt, initial: { ...AT_FIRST, account, focus, table: focus } }}
      now={() => performance.now()}
    />,
    // Whether there is a terminal was found out before (`../terminal.ts`).
    { interactive: true, alternateScreen: true, incrementalRendering: true, exitOnCtrlC: false, patchConsole: false },
  );
  const left = app.waitUntilExit().then(
    () => watch.close(),
    (error: unknown) => {
      watch.close();
      throw error;
    },
  );
  return { left };
}
