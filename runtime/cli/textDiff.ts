/** Two texts as a unified diff, the form that patches and reviews have. */
import { longestCommon } from '../../compiler/diff/common.ts';

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** Unchanged lines shown around each change. */
const CONTEXT = 3;

/** Empty when the texts are equal. */
export function unifiedDiff(before: string, after: string, file: string): string {
  if (before === after) return '';
  return [`--- ${file}`, `+++ ${file}`, ...hunks(editsBetween(linesOf(before), linesOf(after))), ''].join('\n');
}

/** A missing end of the last line counts as a difference in that line. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop()!;
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`];
}

function editsBetween(a: readonly string[], b: readonly string[]): Edit[] {
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  const change = (untilA: number, untilB: number) => {
    while (i < untilA) edits.push({ sign: '-', line: a[i++]! });
    while (j < untilB) edits.push({ sign: '+', line: b[j++]! });
  };
  for (const [inA, inB] of longestCommon(a, b, (x, y) => x === y)) {
    change(inA, inB);
    edits.push({ sign: ' ', line: a[i++]! });
    j++;
  }
  change(a.length, b.length);
  return edits;
}

function hunks(edits: readonly Edit[]): string[] {
  const lines: string[] = [];
  const place = { before: 1, after: 1 };
  let hunk: Edit[] = [];
  const close = () => {
    const count = (other: Edit['sign']) => hunk.filter(({ sign }) => sign !== other).length;
    const [before, after] = [count('+'), count('-')];
    if (before + after > 0) lines.push(`@@ -${place.before},${before} +${place.after},${after} @@`);
    for (const { sign, line } of hunk) lines.push(sign + line);
    place.before += before;
    place.after += after;
    hunk = [];
  };
  const isNear = nearChanges(edits);
  edits.forEach((edit, i) => {
    if (isNear[i]) hunk.push(edit);
    else {
      close();
      place.before++;
      place.after++;
    }
  });
  close();
  return lines;
}

function nearChanges(edits: readonly Edit[]): readonly boolean[] {
  const near = edits.map(() => false);
  edits.forEach(({ sign }, i) => {
    if (sign !== ' ') near.fill(true, Math.max(0, i - CONTEXT), i + CONTEXT + 1);
  });
  return near;
}
