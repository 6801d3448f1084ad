/** Why a ticker has no answer from its vendor, on the way to being a `FeedProblem`. */
import type { FeedProblem, FeedProblemCode } from './feed.ts';

export class FeedFailure extends Error {
  override readonly name = 'FeedFailure';
  readonly code: FeedProblemCode;
  /** Whether the same question may have an answer in a while. */
  readonly again: boolean;
  /** What the vendor says it wants to be left alone for. */
  readonly afterMs: number | null;

  constructor(
    code: FeedProblemCode,
    message: string,
    { again = false, afterMs = null }: { readonly again?: boolean; readonly afterMs?: number | null } = {},
  ) {
    super(message);
    this.code = code;
    this.again = again;
    this.afterMs = afterMs;
  }
}

/** Whatever else is thrown while an answer is read is an answer that cannot be read. */
export function problemOf(error: unknown): FeedProblem {
  if (error instanceof FeedFailure) return { code: error.code, message: error.message };
  return { code: 'bad-answer', message: shortened(error instanceof Error ? error.message : String(error)) };
}

/** Vendors answer with whole pages. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 160 ? line : `${line.slice(0, 160)}…`;
}
