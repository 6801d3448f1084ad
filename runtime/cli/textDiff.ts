/** Two texts as a unified diff, the form that patches and reviews have. */

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** Unchanged lines shown around each change. */
const CONTEXT = 3;

/** Texts that differ over more pairs of lines are shown as replaced altogether: the table would not fit in memory. */
const MOST_PAIRS = 25_000_000;

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
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const kept = (lines: readonly string[]): Edit[] => lines.map((line) => ({ sign: ' ', line }));
  const middle = shortestEdits(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return [...kept(a.slice(0, head)), ...middle, ...kept(a.slice(a.length - tail))];
}

/** By the longest common subsequence: `common[i][j]` is that of what is left behind line i of `a` and j of `b`. */
function shortestEdits(a: readonly string[], b: readonly string[]): Edit[] {
  const width = b.length + 1;
  const isLarge = a.length * width > MOST_PAIRS;
  const common = new Uint32Array(isLarge ? 0 : (a.length + 1) * width);
  for (let i = a.length - 1; i >= 0 && !isLarge; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      common[at] = a[i] === b[j] ? common[at + width + 1]! + 1 : Math.max(common[at + width]!, common[at + 1]!);
    }
  }
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const at = i * width + j;
    if (!isLarge && i < a.length && j < b.length && a[i] === b[j]) {
      edits.push({ sign: ' ', line: a[i++]! });
      j++;
    } else if (i < a.length && (isLarge || j === b.length || common[at + width]! >= common[at + 1]!)) {
      edits.push({ sign: '-', line: a[i++]! });
    } else edits.push({ sign: '+', line: b[j++]! });
  }
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
