/** Rules of expressions. Operators are read as a flat list; `build-expression.ts` gives them their precedence. */
import { choosing, expecting } from './expected.ts';
import { RecoveringParser, type Rule } from './recovery.ts';
import * as T from './tokens.ts';

const PER = T.word('per');

// Options of what is read most, made once: these rules run for every operand of a file.
const OPERATOR = { LABEL: 'operator' };
const PREFIX = { LABEL: 'prefix' };
const UNIT = { LABEL: 'unit' };
const PERIOD = { LABEL: 'period', ...choosing(T.PERIODS) };
const EXPRESSION = expecting('an expression');
const END_OF_LIST = expecting(',', ']');
const END_OF_CALL = expecting(',', ')');

export abstract class ExpressionParser extends RecoveringParser {
  /** `a + b * c`: operands with operators between them. */
  protected readonly expression: Rule = this.RULE('expression', () => {
    this.SUBRULE1(this.operand);
    this.MANY(() => {
      this.CONSUME(T.BinaryOperatorToken, OPERATOR);
      this.SUBRULE2(this.operand);
    });
  });

  private readonly operands = {
    DEF: [
      { ALT: () => this.SUBRULE(this.number) },
      { ALT: () => this.CONSUME(T.DateToken) },
      { ALT: () => this.CONSUME(T.Text) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.parenthesized) },
      { ALT: () => this.SUBRULE(this.nameOrCall) },
    ],
    ...EXPRESSION,
  };

  private readonly operand: Rule = this.RULE('operand', () => {
    this.MANY(() => this.CONSUME(T.PrefixOperator, PREFIX));
    this.OR(this.operands);
  });

  private readonly number: Rule = this.RULE('number', () => {
    this.CONSUME(T.NumberToken);
    this.OPTION1(() => this.CONSUME(T.UnitToken, UNIT));
    this.OPTION2(() => {
      this.CONSUME(PER);
      this.CONSUME(T.PeriodToken, PERIOD);
    });
  });

  private readonly list: Rule = this.RULE('list', () => {
    this.CONSUME(T.LeftBracket);
    this.MANY_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(T.RightBracket, END_OF_LIST);
  });

  private readonly parenthesized: Rule = this.RULE('parenthesized', () => {
    this.CONSUME(T.LeftParen);
    this.SUBRULE(this.expression);
    this.CONSUME(T.RightParen);
  });

  private readonly nameOrCall: Rule = this.RULE('nameOrCall', () => {
    this.CONSUME(T.Name);
    this.OPTION(() => {
      this.CONSUME(T.LeftParen);
      this.MANY_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.argument) });
      this.CONSUME(T.RightParen, END_OF_CALL);
    });
  });

  private readonly argument: Rule = this.RULE('argument', () => {
    this.OPTION(() => {
      this.CONSUME(T.ArgumentName);
      this.CONSUME(T.Colon);
    });
    this.SUBRULE(this.expression);
  });

  // ── Names with other characters between their parts, which may not be set apart ──────────────────────────────

  /** `SPY`, `BRK.B`, `600519.SS`, `^GSPC`, or anything in quotes. */
  protected readonly ticker: Rule = this.RULE('ticker', () => {
    this.OR1({
      DEF: [
        { ALT: () => this.CONSUME(T.Text) },
        {
          ALT: () => {
            this.OPTION(() => this.CONSUME(T.Caret));
            this.OR2({
              DEF: [{ ALT: () => this.CONSUME1(T.AnyWord) }, { ALT: () => this.CONSUME1(T.NumberToken) }],
              ...expecting('a ticker'),
            });
            this.MANY({
              GATE: () => this.adjoins(),
              DEF: () => {
                this.OR3([
                  { ALT: () => this.CONSUME(T.Dot) },
                  { ALT: () => this.CONSUME(T.Minus) },
                  { ALT: () => this.CONSUME(T.Slash) },
                ]);
                this.OR4({
                  DEF: [{ ALT: () => this.CONSUME2(T.AnyWord) }, { ALT: () => this.CONSUME2(T.NumberToken) }],
                  ...expecting('a ticker'),
                });
              },
            });
          },
        },
      ],
      ...expecting('a ticker'),
    });
  });

  /** `America/New_York`, `UTC`, `Etc/GMT+5` */
  protected readonly zone: Rule = this.RULE('zone', () => {
    this.CONSUME1(T.Name, expecting('a time zone'));
    this.MANY({
      GATE: () => this.adjoins(),
      DEF: () => {
        this.OR1([
          { ALT: () => this.CONSUME(T.Slash) },
          { ALT: () => this.CONSUME(T.Minus) },
          { ALT: () => this.CONSUME(T.Plus) },
        ]);
        this.OR2({
          DEF: [{ ALT: () => this.CONSUME2(T.AnyWord) }, { ALT: () => this.CONSUME(T.NumberToken) }],
          ...expecting('a time zone'),
        });
      },
    });
  });

  private adjoins(): boolean {
    const previous = this.LA(0);
    return this.LA(1).startOffset === previous.startOffset + previous.image.length;
  }
}
