/** A desk that has traded a quarter, and its documents in a server in memory. */
import { Ledger } from '../../runtime/paper/ledger/ledger.ts';
import { deliver } from '../../runtime/publish/deliver.ts';
import { QdrantDestination } from '../../runtime/publish/qdrant/destination.ts';
import { QdrantServer } from '../../runtime/publish/qdrant/server.ts';
import { PaperDesk, replay } from './paper.ts';
import type { FakeQdrant } from './qdrant/server.ts';

export const FIRST_DAY = '2022-01-03';
export const LAST_DAY = '2022-02-28';

export async function tradedDesk(text?: string): Promise<PaperDesk> {
  const desk = await PaperDesk.open(text);
  await desk.invoke({ clock: replay('2022-01-01', '2022-02-28') });
  return desk;
}

interface Connection {
  readonly prefix?: string;
  readonly key?: string | null;
  /** Milliseconds for one call. */
  readonly patience?: number;
}

export function connected(
  { url }: Pick<FakeQdrant, 'url'>,
  { prefix = '', key = null, patience = 30_000 }: Connection = {},
) {
  return QdrantServer.connect({ url, prefix }, key, () => AbortSignal.timeout(patience));
}

/** With a connection to the ledger of its own, as a session does. */
export async function delivered(
  desk: PaperDesk,
  fake: Pick<FakeQdrant, 'url'>,
  how: Connection = {},
): Promise<number | null> {
  const ledger = Ledger.open(desk.file);
  try {
    return await deliver(ledger, new QdrantDestination(await connected(fake, how)));
  } finally {
    ledger.close();
  }
}
