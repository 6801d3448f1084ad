/** The long form of a diagnostic: what `strat explain CODE` prints. */
import { CODES, isCode, MESSAGES } from './messages.ts';

const WIDTH = 90;

export function explain(code: string): string | null {
  const key = code.replaceAll('_', '-');
  if (!isCode(key)) return null;
  const { severity, explain: text, wrong, right } = MESSAGES[key];
  return [`${severity}[${key}]`, '', wrap(text), '', 'Wrong:', '', indent(wrong), '', 'Right:', '', indent(right)].join(
    '\n',
  );
}

export function explainableCodes(): readonly string[] {
  return CODES.toSorted();
}

function indent(example: string): string {
  return example.replace(/^(?=.)/gm, '    ');
}

export function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
