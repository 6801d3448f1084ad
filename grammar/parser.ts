/**
 * The grammar, from the file down to blocks. What stands in blocks is read by the rules that `setting-parser.ts` makes
 * from the table in `settings.ts`, expressions by those of `expression-parser.ts`.
 */
import { type CstNode, type IRecognitionException, type IToken, tokenMatcher } from 'chevrotain';
import { expecting, messageProvider } from './expected.ts';
import { lazyLookahead } from './lookahead.ts';
import { sizeOf } from './memory.ts';
import { SYNTAXES } from './pattern.ts';
import type { ResumeAt, Rule } from './recovery.ts';
import { SettingParser } from './setting-parser.ts';
import { BLOCK_TYPES } from './settings.ts';
import * as T from './tokens.ts';
import type { BlockType } from './tree.ts';

/** Where a statement stands: at file level, in a strategy, or in a block. */
export type Place = 'file' | 'strategy' | BlockType;

/** A statement that begins like none of its place; it was passed over. */
export interface UnknownStatement {
  readonly place: Place;
  /** Its first tokens, three at most. */
  readonly tokens: readonly IToken[];
}

export interface ParserOutput {
  readonly tree: CstNode;
  readonly failures: readonly IRecognitionException[];
  readonly unknown: readonly UnknownStatement[];
}

/** How far to look for the `}` or the next block that tells whether a block was left open. */
const FORESIGHT = 200;

const IN = T.word('in');
const EXTENDS = T.word('extends');
const START = {
  use: T.starter('use'),
  strategy: T.starter('strategy'),
  members: T.starter('members'),
  param: T.starter('param'),
  label: T.starter('label'),
  include: T.starter('include'),
  no: T.starter('no'),
  allow: T.starter('allow'),
};

export class StratParser extends SettingParser {
  private unknown: UnknownStatement[] = [];
  private readonly file: Rule;

  /** `validate` lets Chevrotain look for ambiguities, which the tests do and start-up need not. */
  constructor({ validate = false } = {}) {
    super(T.ALL_TOKENS, {
      recoveryEnabled: false, // ours instead: see recovery.ts
      maxLookahead: 1,
      skipValidations: !validate,
      errorMessageProvider: messageProvider,
      ...(validate ? {} : { lookaheadStrategy: lazyLookahead }),
    });
    this.file = this.fileRules();
    this.performSelfAnalysis();
  }

  /**
   * Overrides the engine's steps of start-up: one of them makes this object a fast prototype, after which recording
   * the grammar on it takes twice as long. Parsing is no slower without (measured on 4 MB).
   */
  protected TRACE_INIT<T>(step: string, run: () => T): T | undefined {
    return step === 'toFastProps' ? undefined : run();
  }

  /** Tokens as `layout.ts` leaves them. The tree is there whatever they are. */
  read(tokens: IToken[]): ParserOutput {
    this.unknown = [];
    this.input = tokens;
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0; // failures are values here; ten thousand stack traces would take seconds
    try {
      const tree = this.file();
      return { tree, failures: this.errors, unknown: this.unknown };
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  protected override resumption(rule: string): ResumeAt | undefined {
    if (rule.endsWith('Header')) return 'opening brace';
    return rule.endsWith('Statement') ? 'statement end' : undefined;
  }

  // ── Files, strategies, blocks ────────────────────────────────────────────────────────────────────────────────

  private fileRules(): Rule {
    const definition = this.RULE('definition', () => {
      this.OPTION(() => this.CONSUME(START.label));
      this.CONSUME(T.DefinedName);
      this.CONSUME(T.Equals);
      this.SUBRULE(this.expression);
      this.CONSUME(T.Terminator);
    });
    const allow = this.allowRule();
    const block = this.blockRules(definition, allow);
    const strategy = this.strategyRules(definition, block, allow);
    const use = this.RULE('use', () => {
      this.CONSUME(START.use);
      this.CONSUME1(T.AnyWord, { LABEL: 'part', ...expecting('a name') });
      this.MANY(() => {
        this.CONSUME(T.Dot);
        this.CONSUME2(T.AnyWord, { LABEL: 'part', ...expecting('a name') });
      });
      this.CONSUME(T.Terminator, expecting('.', 'the end of the line'));
    });
    const members = this.RULE('members', () => {
      this.CONSUME(START.members);
      this.CONSUME(T.DefinedName);
      this.CONSUME(T.Equals);
      this.SUBRULE(this.expression);
      this.CONSUME(T.Terminator);
    });
    const statement = this.RULE('fileStatement', () => {
      this.OR([
        { ALT: () => this.SUBRULE(use) },
        { ALT: () => this.SUBRULE(strategy) },
        { ALT: () => this.SUBRULE(block) },
        { ALT: () => this.SUBRULE(members) },
        { ALT: () => this.SUBRULE(definition) },
        { ALT: () => this.CONSUME(T.Recalled) },
      ]);
    });
    return this.RULE('file', () => this.statements('file', statement));
  }

  private strategyRules(definition: Rule, block: Rule, allow: Rule): Rule {
    const param = this.RULE('param', () => {
      this.CONSUME(START.param);
      this.CONSUME(T.DefinedName);
      this.CONSUME(T.Equals);
      this.SUBRULE1(this.expression, { LABEL: 'value' });
      this.OPTION(() => {
        this.CONSUME(IN);
        this.SUBRULE2(this.expression, { LABEL: 'from' });
        this.CONSUME(T.DotDot);
        this.SUBRULE3(this.expression, { LABEL: 'to' });
      });
      this.CONSUME(T.Terminator, expecting('in', 'the end of the line'));
    });
    const statement = this.RULE('strategyStatement', () => {
      this.OR([
        { ALT: () => this.SUBRULE(param) },
        { ALT: () => this.SUBRULE(definition) },
        { ALT: () => this.SUBRULE(block) },
        { ALT: () => this.SUBRULE(allow) },
        { ALT: () => this.CONSUME(T.Recalled) },
      ]);
    });
    const header = this.RULE('strategyHeader', () => {
      this.CONSUME(START.strategy);
      this.CONSUME1(T.Name);
      this.OPTION(() => {
        this.CONSUME(EXTENDS);
        this.CONSUME2(T.Name, { LABEL: 'parent' });
      });
      this.CONSUME(T.LeftBrace, expecting('extends', '{'));
    });
    return this.RULE('strategy', () => {
      this.SUBRULE(header);
      this.statements('strategy', statement);
      this.closeBlock();
    });
  }

  private blockRules(definition: Rule, allow: Rule): Rule {
    const include = this.RULE('include', () => {
      this.CONSUME(START.include);
      this.CONSUME(T.Name);
      this.CONSUME(T.Terminator);
    });
    const removal = this.RULE('removal', () => {
      this.CONSUME(START.no);
      this.CONSUME(T.Name, expecting('a setting'));
      this.OPTION(() => this.CONSUME2(T.Name));
      this.CONSUME(T.Terminator);
    });
    const common = [definition, include, removal, allow];
    const statementOf = new Map<BlockType, Rule>();
    for (const type of BLOCK_TYPES) {
      const settings = SYNTAXES.filter((syntax) => syntax.setting.block === type);
      const rules = [...settings.map((syntax) => this.settingRule(syntax)), ...common];
      const read = rules.map((rule, i) => ({ ALT: () => this.subrule(i, rule) }));
      const alternatives = [...read, { ALT: () => this.CONSUME(T.Recalled) }];
      statementOf.set(
        type,
        this.RULE(`${type}Statement`, () => this.OR(alternatives)),
      );
    }
    const header = this.RULE('blockHeader', () => {
      const type = this.CONSUME(T.BlockTypeToken, { LABEL: 'type' });
      this.OPTION(() => this.CONSUME(T.Name));
      this.CONSUME(T.LeftBrace);
      return type;
    });
    const bodies = BLOCK_TYPES.map((type) => ({
      type,
      token: T.starter(type),
      read: this.RULE(`${type}Body`, () => this.statements(type, statementOf.get(type)!)),
    }));
    return this.RULE('block', () => {
      const opens = this.LA(1).tokenType;
      this.SUBRULE(header);
      // The body is chosen by the word in the header, which a grammar of fixed lookahead cannot see any more.
      bodies.forEach(({ token, read }, i) => {
        if (this.recording || token === opens) this.subrule(i + 1, read, { LABEL: 'body' });
      });
      this.closeBlock();
    });
  }

  /** Statements up to what closes their place. One that begins like none is noted and passed over. */
  private statements(place: Place, statement: Rule): void {
    for (;;) {
      this.MANY({ GATE: () => !this.leavesOpen(place), DEF: () => this.SUBRULE(statement) });
      if (this.recording || this.atEnd() || this.leavesOpen(place)) return;
      if (place !== 'file' && this.isNext(T.RightBrace)) return;
      this.unknown.push({ place, tokens: [this.LA(1), this.LA(2), this.LA(3)] });
      if (this.isNext(T.RightBrace)) this.skipToken();
      this.skipStatement();
    }
  }

  /** `}` and the end of its line. One that is missing is reported by the builder, at the `{` that it leaves open. */
  private closeBlock(): void {
    this.OPTION1(() => this.CONSUME(T.RightBrace));
    this.OPTION2(() => this.CONSUME(T.Terminator));
  }

  /** Whether the next statement can only belong further out, so that the `}` of this place must be missing. */
  private leavesOpen(place: Place): boolean {
    if (place === 'file' || this.recording) return false;
    if (this.isNext(START.strategy) || this.isNext(START.use)) {
      return tokenMatcher(this.LA(2), T.Name);
    }
    if (place === 'strategy') return false;
    if (this.opensBlock(1)) return true;
    if (!this.isNext(START.label) && !this.isNext(START.param)) return false;
    for (let ahead = 2, seen = 2; seen < FORESIGHT; seen += sizeOf(this.LA(ahead)), ahead++) {
      if (this.isNext(T.RightBrace, ahead)) return false;
      if (this.opensBlock(ahead)) return true;
    }
    return false;
  }

  private opensBlock(ahead: number): boolean {
    return (
      tokenMatcher(this.LA(ahead), T.BlockTypeToken) &&
      (this.isNext(T.LeftBrace, ahead + 1) || this.isNext(T.LeftBrace, ahead + 2))
    );
  }

  /** `allow same_close_fill "why"`; the code may be written with dashes. */
  private allowRule(): Rule {
    return this.RULE('allow', () => {
      this.CONSUME(START.allow);
      this.CONSUME1(T.AnyWord, { LABEL: 'part', ...expecting('the code of a warning') });
      this.MANY(() => {
        this.CONSUME(T.Minus);
        this.CONSUME2(T.AnyWord, { LABEL: 'part' });
      });
      this.CONSUME(T.Text, expecting('the reason, in quotes'));
      this.CONSUME(T.Terminator);
    });
  }
}
