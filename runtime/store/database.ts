/** DuckDB for work on a store: in memory, rows in the order they are given. */
import { Duck } from '../sources/files/duck.ts';

export async function withDuck<T>(work: (duck: Duck) => Promise<T>): Promise<T> {
  const duck = await Duck.open();
  try {
    await duck.run('SET preserve_insertion_order = true');
    return await work(duck);
  } finally {
    duck.close();
  }
}
