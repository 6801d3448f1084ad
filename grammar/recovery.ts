/**
 * Error recovery: a mistake costs the statement it stands in and nothing else.
 *
 * Chevrotain's own recovery resumes at any token that may follow any rule being read, and guesses single tokens to
 * insert or delete; with a language of words a name often "may follow", so one mistake becomes several. Statements
 * here end at a certain place (`layout.ts`), so we resume there and only there. That also spares the follow sets at
 * start-up. What was read before the mistake stays in the tree.
 */
import {
  type CstNode,
  CstParser,
  type IToken,
  NoViableAltException,
  type ParserMethod,
  type TokenType,
} from 'chevrotain';
import { LeftBrace, RightBrace, Terminator } from './tokens.ts';

export type Rule = ParserMethod<[], CstNode>;

/** What this file uses of Chevrotain's engine beyond its typed surface; the recovery tests hold it to the version. */
interface Engine {
  CST_STACK: { children: Record<string, unknown>; recoveredNode?: boolean }[];
  RECORDING_PHASE: boolean;
  SAVE_ERROR(error: Error): Error;
  SKIP_TOKEN(): IToken;
  getCurrRuleFullName(): string;
}

interface RecognitionFailure extends Error {
  partialCstResult?: object;
}

const FAILURES: ReadonlySet<string> = new Set([
  'MismatchedTokenException',
  'NoViableAltException',
  'EarlyExitException',
  'NotAllInputParsedException',
]);

/** Where a rule that failed takes up again: after the end of its statement, or after the next `{`. */
export type ResumeAt = 'statement end' | 'opening brace';

export abstract class RecoveringParser extends CstParser {
  protected abstract resumption(rule: string): ResumeAt | undefined;

  private get engine(): Engine {
    return this as unknown as Engine;
  }

  protected get recording(): boolean {
    return this.engine.RECORDING_PHASE;
  }

  protected isNext(type: TokenType, ahead = 1): boolean {
    return this.LA(ahead).tokenType === type;
  }

  /** Overrides the engine's: called when a rule failed; returns what was read of it, or passes the failure on. */
  protected invokeRuleCatch(failure: RecognitionFailure): object {
    if (!FAILURES.has(failure.name)) throw failure;
    const partial = this.engine.CST_STACK.at(-1)!;
    partial.recoveredNode = true;
    const resumption = this.resumption(this.engine.getCurrRuleFullName());
    if (resumption === 'statement end') {
      this.skipStatement();
      return partial;
    }
    if (resumption === 'opening brace') {
      const brace = this.skipPastBrace();
      if (brace !== undefined) {
        partial.children.LeftBrace = [brace];
        return partial;
      }
    }
    failure.partialCstResult = partial;
    throw failure;
  }

  /** Overrides the engine's, which first works out every path of every alternative for its message. */
  protected raiseNoAltException(_occurrence: number, message: string): never {
    const error = new NoViableAltException(message, this.LA(1), this.LA(0));
    throw this.engine.SAVE_ERROR(error);
  }

  protected skipToken(): void {
    this.engine.SKIP_TOKEN();
  }

  /** Passes over the rest of a statement, its terminator included; a block that belongs to it goes with it. */
  protected skipStatement(): void {
    let depth = 0;
    for (;;) {
      const { tokenType } = this.LA(1);
      if (this.atEnd() || (tokenType === RightBrace && depth === 0)) return;
      this.engine.SKIP_TOKEN();
      if (tokenType === LeftBrace) depth++;
      else if (tokenType === RightBrace) depth--;
      else if (tokenType === Terminator && depth === 0) return;
    }
  }

  /** Past the `{` of the statement, if it has one. */
  private skipPastBrace(): IToken | undefined {
    let ahead = 1;
    while (!this.isNext(LeftBrace, ahead)) {
      if (this.isNext(Terminator, ahead) || this.isNext(RightBrace, ahead) || this.atEnd(ahead)) return undefined;
      ahead++;
    }
    const brace = this.LA(ahead);
    for (; ahead > 0; ahead--) this.engine.SKIP_TOKEN();
    return brace;
  }

  protected atEnd(ahead = 1): boolean {
    return this.LA(ahead).tokenType.name === 'EOF';
  }
}
