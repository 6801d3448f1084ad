/** Expressions and slots as documents: what is too long for its line breaks in lists, calls and before operators. */
import { POWERS } from '../build-expression.ts';
import { writeText } from '../literal.ts';
import type { Binary, Expression, SlotValue } from '../tree.ts';
import type { Comments } from './comments.ts';
import { BLANK, type Doc, fill, group, indent, NOTHING } from './doc.ts';

export function slotDoc(value: SlotValue, comments: Comments): Doc {
  switch (value.kind) {
    case 'range':
      return [expressionDoc(value.from, comments), ' .. ', expressionDoc(value.to, comments)];
    case 'words':
    case 'compound-name':
      return value.text;
    case 'time':
      return `${String(value.hour).padStart(2, '0')}:${String(value.minute).padStart(2, '0')}`;
    default:
      return expressionDoc(value, comments);
  }
}

export function expressionDoc(expression: Expression, comments: Comments): Doc {
  switch (expression.kind) {
    case 'name':
    case 'number':
      return expression.text;
    case 'date':
      return expression.iso;
    case 'text':
      return writeText(expression.value);
    case 'list':
      return bracketed('[', expression.items.map(itemOf), ']', expression.span.end, comments, fill);
    case 'call': {
      const items = expression.arguments.map(({ name, value, span }) => ({
        start: span.start,
        doc: () => [name === null ? '' : `${name.text}: `, expressionDoc(value, comments)],
      }));
      return bracketed(`${expression.callee.text}(`, items, ')', expression.span.end, comments, (parts) => parts);
    }
    case 'unary':
      return [expression.operator === 'not' ? 'not ' : '-', expressionDoc(expression.operand, comments)];
    case 'binary':
      return operation(expression, comments);
    case 'parenthesized':
      return bracketed('(', [itemOf(expression.inner)], ')', expression.span.end, comments, (parts) => parts);
    case 'missing':
      return '';
  }

  function itemOf(value: Expression): Item {
    return { start: value.span.start, doc: () => expressionDoc(value, comments) };
  }
}

interface Item {
  readonly start: number;
  /** Comments are taken while it is made, so that it is made in the order of the text. */
  doc(): Doc;
}

function bracketed(
  opening: string,
  items: readonly Item[],
  closing: string,
  end: number,
  comments: Comments,
  arrange: (parts: readonly Doc[]) => Doc,
): Doc {
  if (items.length === 0 && !comments.hasAny(end)) return `${opening}${closing}`;
  const first = comments.takeAsDoc(items[0]?.start ?? end);
  const parts = items.flatMap(({ doc }, i): Doc[] => {
    const next = items[i + 1];
    if (next === undefined) return [[doc(), comments.takeAsDoc(end)]];
    return [[doc(), ',', comments.takeAsDoc(next.start)], BLANK];
  });
  return group([opening, indent([NOTHING, first, arrange(parts)]), NOTHING, closing]);
}

/** Terms of one power stand below each other: `a + b - c` breaks before `+` and `-` alike. */
function operation(whole: Binary, comments: Comments): Doc {
  const steps: Binary[] = [];
  let first: Expression = whole;
  while (first.kind === 'binary' && POWERS[first.operator] === POWERS[whole.operator]) {
    steps.push(first);
    first = first.left;
  }
  const start = expressionDoc(first, comments);
  const rest = steps.reverse().map(({ operator, operatorSpan, right }) => {
    const before = comments.takeAsDoc(operatorSpan.start);
    const between = comments.takeAsDoc(right.span.start);
    return [before, BLANK, operator, isNothing(between) ? ' ' : between, expressionDoc(right, comments)];
  });
  return group([start, indent(rest)]);
}

function isNothing(doc: Doc): boolean {
  return Array.isArray(doc) && doc.length === 0;
}
