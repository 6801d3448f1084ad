/** `--watch`: the screen of the account beside the invocation that books its sessions. It stays until somebody leaves it. */
import type { PaperListener, PaperOutcome } from '../../paper/listener.ts';
import { openAccountScreen } from './accountScreen.tsx';
import { WatchFeed } from './watchFeed.ts';

/**
 * @param file the ledger's
 * @param interrupt what Ctrl-C does, which a screen hears as a key
 * @param lines who tells what comes after the screen was left: the invocation goes on
 */
export function watchListener(
  file: string,
  account: string,
  interrupt: () => void,
  lines: PaperListener,
): PaperListener {
  const feed = new WatchFeed(() => performance.now());
  let isLeft = false;
  const left = openAccountScreen({ file, account, feed, interrupt }).left.finally(() => {
    isLeft = true;
  });
  return {
    name: 'screen',
    stays: true,
    tell(event) {
      feed.tell(event);
      if (isLeft) lines.tell?.(event);
    },
    emit(event) {
      feed.emit(event);
      if (isLeft) lines.emit?.(event);
    },
    async close({ error }: PaperOutcome) {
      feed.end(error === null ? '' : error instanceof Error ? error.message : String(error));
      await left;
    },
  };
}
