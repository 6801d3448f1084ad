/** Puts the documents of a session into the ledger, from where they are delivered once the session is booked. */
import type { SessionFeatures } from '../paper/featureRows.ts';
import { type Account, strategyOf } from '../paper/ledger/accounts.ts';
import { netReturns, recommendationsFilledOn, writeDocument } from '../paper/ledger/documents.ts';
import type { Ledger } from '../paper/ledger/ledger.ts';
import type { BookedSession } from '../paper/ledger/sessions.ts';
import { documentsOf } from './documentsOf.ts';

/** Within the session's transaction, once it is written. */
export function enqueue(
  ledger: Ledger,
  account: Account,
  booked: BookedSession,
  { features, sessionsPerYear }: { readonly features: SessionFeatures | null; readonly sessionsPerYear: number },
): void {
  const { name, plan } = account;
  const documents = documentsOf({
    ...{ account: name, strategy: strategyOf(ledger, plan), plan, booked, features, sessionsPerYear },
    ended: booked.holding === null ? [] : recommendationsFilledOn(ledger, name, booked.holding.since),
    returns: netReturns(ledger, name),
  });
  for (const document of documents) writeDocument(ledger, document);
}
