/** Runs the query of a config and writes what it gives, in an order of its own, so that equal rows are equal bytes. */
import { basename, extname, isAbsolute, resolve } from 'node:path';
import type { DuckDbConfig } from '../../../configs/schema.ts';
import { UserError } from '../../ports.ts';
import { Duck, identifier, literal, UnreadableFile } from '../files/duck.ts';

/**
 * Rows are sorted by all columns and written by one thread: a query promises no order, and threads would end the
 * groups of rows where they happen to.
 */
export async function writeResult(data: DuckDbConfig, baseFolder: string, file: string): Promise<void> {
  const duck = await Duck.open();
  try {
    await prepare(duck, data, baseFolder);
    const query = withoutEnd(data.query);
    await inDuckDbsWords('data.query', () => verifyOneSelect(duck, query));
    await duck.run('SET threads = 1; SET preserve_insertion_order = true');
    const sorted = `SELECT * FROM (${query}\n) ORDER BY ALL`;
    await inDuckDbsWords('data.query', () =>
      duck.run(`COPY (${sorted}) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`),
    );
  } finally {
    duck.close();
  }
}

/** A last semicolon is usual at the end of a query, and would end what is put around it. */
function withoutEnd(query: string): string {
  return query.replace(/[\s;]+$/, '');
}

async function prepare(duck: Duck, { attach, extensions, settings }: DuckDbConfig, baseFolder: string): Promise<void> {
  await duck.run(`SET autoload_known_extensions = ${extensions.length > 0}`);
  await duck.run(`SET file_search_path = ${literal(resolve(baseFolder))}`);
  for (const extension of extensions) {
    await inDuckDbsWords(`data.extensions: ${extension}`, () => duck.run(`INSTALL ${extension}; LOAD ${extension}`));
  }
  for (const [name, value] of Object.entries(settings)) {
    const written = typeof value === 'string' ? literal(value) : String(value);
    await inDuckDbsWords(`data.settings.${name}`, () => duck.run(`SET ${name} = ${written}`));
  }
  for (const path of attach) {
    const name = basename(path, extname(path));
    await inDuckDbsWords(`data.attach: ${path}`, () =>
      duck.run(`ATTACH ${literal(placeOf(path, baseFolder))} AS ${identifier(name)} (READ_ONLY)`),
    );
  }
}

/** What an extension reads may be no file: `postgres:dbname=prices`. */
function placeOf(path: string, baseFolder: string): string {
  return isAbsolute(path) || /^[a-z0-9]{2,}:/i.test(path) ? path : resolve(baseFolder, path);
}

async function verifyOneSelect(duck: Duck, query: string): Promise<void> {
  const { statements, isSelect } = await duck.kindOf(query);
  if (statements === 1 && isSelect) return;
  throw new UserError(
    'bad-query',
    statements === 1 ? '`data.query` is no SELECT' : `\`data.query\` holds ${statements} statements`,
    ['it must be one SELECT: data are read, and never written', 'use `attach` and `settings` to prepare what it reads'],
  );
}

/** The reader wrote the statement: what DuckDB says of it is what helps. */
async function inDuckDbsWords(setting: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const [first, ...more] = error.message.trim().split('\n');
    const hints = more.join('\n').trim();
    throw new UserError('bad-query', `\`${setting}\`: DuckDB says: ${first}`, [
      ...(hints === '' ? [] : [hints]),
      ...(/s3:|https?:|httpfs|extension/i.test(error.message)
        ? ['nothing is fetched unless `data.extensions` names what it needs, such as `[httpfs]`']
        : []),
    ]);
  }
}
