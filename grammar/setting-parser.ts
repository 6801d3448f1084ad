/** Makes the rule of each setting from its pattern: a new setting is a new row of `settings.ts`, nothing else. */

import { choosing, expecting, firstOf, SLOT_WORDS } from './expected.ts';
import { ExpressionParser } from './expression-parser.ts';
import type { PatternElement, SettingSyntax, SlotType } from './pattern.ts';
import type { Rule } from './recovery.ts';
import * as T from './tokens.ts';

/** Rule names may not hold blanks: `limit weight` of `risk` is read by `risk_limit_weight`. */
export function ruleNameOf({ setting }: SettingSyntax): string {
  return `${setting.block}_${setting.key.replace(' ', '_')}`;
}

/** Reads its part; answers what else could have stood at its end, for the message if the next part fails. */
type Step = (alsoPossible: readonly string[]) => readonly string[];

export abstract class SettingParser extends ExpressionParser {
  protected settingRule(syntax: SettingSyntax): Rule {
    const key = T.starter(syntax.setting.key);
    const count = { occurrences: 0 };
    const steps = syntax.elements.map((element) => this.step(element, count));
    return this.RULE(ruleNameOf(syntax), () => {
      this.CONSUME(key, { LABEL: 'key' });
      let alsoPossible: readonly string[] = [];
      for (const step of steps) alsoPossible = step(alsoPossible);
      this.CONSUME(T.Terminator, expecting(...alsoPossible, 'the end of the line'));
    });
  }

  /** Chevrotain tells parts of a rule apart by occurrence, so each takes the next number. */
  private step(element: PatternElement, count: { occurrences: number }): Step {
    const occurrence = ++count.occurrences;
    switch (element.kind) {
      case 'word': {
        const type = T.word(element.text);
        return (alsoPossible) => {
          this.consume(occurrence, type, expecting(...alsoPossible, element.text));
          return [];
        };
      }
      case 'slot':
        return this.slotStep(element.name, element.type, count);
      case 'choice':
        return this.choiceStep(element.name, element.phrases, count);
      case 'optional': {
        const first = firstOf(element);
        const steps = element.elements.map((inner) => this.step(inner, count));
        return (alsoPossible) => {
          let after: readonly string[] | undefined;
          this.option(occurrence, () => {
            after = [];
            for (const step of steps) after = step(after);
          });
          return after ?? [...alsoPossible, ...first];
        };
      }
      case 'either': {
        const branches = element.branches.map((branch) => branch.map((inner) => this.step(inner, count)));
        const first = firstOf(element);
        return (alsoPossible) => {
          let after: readonly string[] = [];
          const DEF = branches.map((steps) => ({
            ALT: () => {
              for (const step of steps) after = step(after);
            },
          }));
          this.or(occurrence, { DEF, ...expecting(...alsoPossible, ...first) });
          return after;
        };
      }
    }
  }

  private slotStep(name: string, type: SlotType, count: { occurrences: number }): Step {
    const [a, b, c] = [++count.occurrences, ++count.occurrences, ++count.occurrences];
    const dates = (): void => {
      this.consume(a, T.DateToken, { LABEL: name });
      this.consume(b, T.DotDot);
      this.consume(c, T.DateToken, { LABEL: name });
    };
    const length = (): void => {
      this.subrule(a, this.expression, { LABEL: name });
    };
    return () => {
      switch (type) {
        case 'expr':
          length();
          break;
        case 'stretch':
          // A date is an expression as well; here it begins a range.
          this.or(a, {
            DEF: [{ ALT: dates, IGNORE_AMBIGUITIES: true }, { ALT: length }],
            ...expecting(SLOT_WORDS.stretch),
          });
          break;
        case 'range':
          this.subrule(a, this.expression, { LABEL: name });
          this.consume(b, T.DotDot);
          this.subrule(c, this.expression, { LABEL: name });
          break;
        case 'dates':
          dates();
          break;
        case 'name':
          this.consume(a, T.Name, { LABEL: name });
          break;
        case 'time':
          this.consume(a, T.Time, { LABEL: name });
          break;
        case 'ticker':
          this.subrule(a, this.ticker, { LABEL: name });
          break;
        case 'zone':
          this.subrule(a, this.zone, { LABEL: name });
          break;
      }
      return [];
    };
  }

  private choiceStep(name: string, phrases: readonly (readonly string[])[], count: { occurrences: number }): Step {
    const choice = choosing(phrases.map((phrase) => phrase.join(' ')));
    const read = this.phrases(name, phrases, choice, count);
    return () => {
      read();
      return [];
    };
  }

  /** One of the phrases, word by word, so that `next open` and `next close` need but one token of lookahead. */
  private phrases(
    name: string,
    phrases: readonly (readonly string[])[],
    choice: { ERR_MSG: string },
    count: { occurrences: number },
  ): () => void {
    const readers = [...new Set(phrases.map(([first]) => first))].map((first) => {
      const type = T.word(first);
      const occurrence = ++count.occurrences;
      const rest = phrases
        .filter((phrase) => phrase[0] === first && phrase.length > 1)
        .map((phrase) => phrase.slice(1));
      const readRest = rest.length === 0 ? () => {} : this.phrases(name, rest, choice, count);
      return () => {
        this.consume(occurrence, type, { LABEL: name, ...choice });
        readRest();
      };
    });
    if (readers.length === 1) return readers[0];
    const occurrence = ++count.occurrences;
    const alternatives = { DEF: readers.map((ALT) => ({ ALT })), ...choice };
    return () => this.or(occurrence, alternatives);
  }
}
