/**
 * CSV files as one relation. Text stays text until it is cast: a ticker TRUE is no truth, and a bad number can be shown
 * as written. The layout is found out once, from the first file; finding it out anew for each of five hundred takes
 * longer than reading them all.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import zlib from 'node:zlib';
import { type Duck, literal } from './duck.ts';

const { constants, gunzipSync } = zlib;
const zstdDecompressSync: typeof zlib.zstdDecompressSync | undefined = zlib.zstdDecompressSync;

const HEADER_BYTES = 4096;

export async function csvRelation(duck: Duck, files: readonly string[]): Promise<string> {
  const list = `[${files.map(literal).join(', ')}]`;
  const groups = byHeader(files);
  if (groups.length > 1 && files.some((file) => headerOf(file) === null)) {
    return `read_csv(${list}, header = true, all_varchar = true, union_by_name = true)`;
  }
  if (groups.length === 1) return oneLayout(duck, files);
  const relations: string[] = [];
  for (const group of groups) relations.push(`SELECT *, filename FROM ${await oneLayout(duck, group)}`);
  return `(${relations.join(' UNION ALL BY NAME ')})`;
}

/** Rows too short for the header are let pass while the layout is found out, and refused, with their line, when read. */
async function oneLayout(duck: Duck, files: readonly string[]): Promise<string> {
  const list = `[${files.map(literal).join(', ')}]`;
  const first = literal(files[0]!);
  const header = headerOf(files[0]!);
  const mostLikely = header === null ? null : delimiterOf(header);
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

/** Files by their header line, in order; one whose header cannot be had is by itself. */
export function byHeader(files: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const header = headerOf(file);
    const key = header === null ? `file ${file}` : `line ${header}`;
    const group = groups.get(key);
    if (group) group.push(file);
    else groups.set(key, [file]);
  }
  return [...groups.values()];
}

/** What divides the header most often; null: nothing does. The rows may be damaged, the header is what they must fit. */
function delimiterOf(header: string): string | null {
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, times: header.split(mark).length - 1 }));
  const { mark, times } = counts.reduce((best, other) => (other.times > best.times ? other : best));
  return times === 0 ? null : mark;
}

/** The first line, of whatever length; null: the file is packed in a way that this Node cannot unpack. */
function headerOf(file: string): string | null {
  const descriptor = openSync(file, 'r');
  try {
    for (let bytes = HEADER_BYTES; ; bytes *= 4) {
      const buffer = Buffer.alloc(bytes);
      const read = readSync(descriptor, buffer, 0, bytes, 0);
      const text = unpacked(file, buffer.subarray(0, read));
      if (text === null) return null;
      const [line, ...more] = text.split(/\r\n|\n|\r/, 2);
      if (more.length > 0 || read < bytes) return line!;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Text of the first bytes of a file; null: it cannot be had. */
function unpacked(file: string, bytes: Buffer): string | null {
  try {
    if (/\.gz$/i.test(file)) return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
    if (!/\.zst$/i.test(file)) return bytes.toString('utf8');
    // Node has it from 22.15 on.
    return zstdDecompressSync?.(bytes, { finishFlush: constants.ZSTD_e_flush }).toString('utf8') ?? null;
  } catch {
    // Damaged, which is told with more words when it is read as a whole.
    return null;
  }
}
