/**
 * CSV files as one relation. Text stays text until it is cast: a ticker TRUE is no truth, and a bad number can be shown
 * as written. The layout is found out once, from the first file; finding it out anew for each of five hundred takes
 * longer than reading them all.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { type Duck, literal } from './duck.ts';

const HEADER_BYTES = 64 * 1024;

export async function csvRelation(duck: Duck, files: readonly string[]): Promise<string> {
  const list = `[${files.map(literal).join(', ')}]`;
  if (files.length > 1 && files.some(isCompressed)) {
    return `read_csv(${list}, header = true, all_varchar = true, union_by_name = true)`;
  }
  const groups = byHeader(files);
  if (groups.length === 1) return oneLayout(duck, files);
  const relations: string[] = [];
  for (const group of groups) relations.push(`SELECT *, filename FROM ${await oneLayout(duck, group)}`);
  return `(${relations.join(' UNION ALL BY NAME ')})`;
}

/** Rows too short for the header are let pass while the layout is found out, and refused, with their line, when read. */
async function oneLayout(duck: Duck, files: readonly string[]): Promise<string> {
  const list = `[${files.map(literal).join(', ')}]`;
  const first = literal(files[0]!);
  const mostLikely = isCompressed(files[0]!) ? null : delimiterOf(headerOf(files[0]!));
  const known = mostLikely === null ? '' : `, delim = ${literal(mostLikely)}, null_padding = true`;
  const [[delimiter, quote, escapeMark] = []] = await duck.rows(
    `SELECT "Delimiter", "Quote", "Escape" FROM sniff_csv(${first}, header = true, all_varchar = true${known})`,
  );
  const names = await duck.rows(
    `SELECT column_name FROM (DESCRIBE SELECT * FROM read_csv(${first}, header = true, all_varchar = true${known}))`,
  );
  const columns = names.map(([name]) => `${literal(String(name))}: 'VARCHAR'`).join(', ');
  // The first file may have no quotes and a later row one: the usual mark is then taken.
  const mark = (value: unknown): string => literal(typeof value === 'string' && value.length === 1 ? value : '"');
  return (
    `read_csv(${list}, auto_detect = false, header = true, delim = ${literal(String(delimiter))}, ` +
    `quote = ${mark(quote)}, escape = ${mark(escapeMark)}, columns = {${columns}})`
  );
}

/** Files by their header line, in order; a compressed one is by itself, since its line is not at hand. */
export function byHeader(files: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const key = isCompressed(file) ? `file ${file}` : `line ${headerOf(file)}`;
    const group = groups.get(key);
    if (group) group.push(file);
    else groups.set(key, [file]);
  }
  return [...groups.values()];
}

function isCompressed(file: string): boolean {
  return /\.(gz|zst)$/i.test(file);
}

/** What divides the header most often; null: nothing does. The rows may be damaged, the header is what they must fit. */
function delimiterOf(header: string): string | null {
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, times: header.split(mark).length - 1 }));
  const { mark, times } = counts.reduce((best, other) => (other.times > best.times ? other : best));
  return times === 0 ? null : mark;
}

function headerOf(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(HEADER_BYTES);
    const text = buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, HEADER_BYTES, 0));
    return text.split(/\r\n|\n|\r/, 1)[0]!;
  } finally {
    closeSync(descriptor);
  }
}
