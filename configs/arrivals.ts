/** When data are there: bars and opens (`data.arrives`), and series from outside the market (`data.series`). */
import * as z from 'zod';
import { column, optionalColumn, path } from './parts.ts';

export const arrives = z
  .strictObject({
    bars: minutesAfter('close').describe("The bars of a session, the benchmark's included."),
    opens: minutesAfter('open').describe('The opens of a session, when they are there before its bars.'),
  })
  .describe(
    'When data are there that somebody could have acted on. What is left out is there the moment it is made. It moves no result: a strategy that decides before what it needs has arrived is refused.',
  );

/** `15 min after close`, as minutes. */
function minutesAfter(instant: 'open' | 'close') {
  return z
    .string()
    .regex(new RegExp(`^\\d{1,5} min after ${instant}$`), `written like \`15 min after ${instant}\``)
    .transform((text) => Number.parseInt(text, 10))
    .nullable()
    .default(null);
}

/** When a value was there for anybody to act on. `at` an open or close, counted from the session of the value's day. */
export type Publication =
  | { readonly by: 'session'; readonly at: 'open' | 'close'; readonly shift: number; readonly delay: number }
  | { readonly by: 'days'; readonly days: number };

const PUBLISHED =
  /^(?:(?<at>at close)|(?<minutes>\d{1,4}) min after close|(?<next>next open)|(?<sessions>\d{1,3}) sessions? after|(?<days>\d{1,3}) days? after)$/;

export const externalSeries = z
  .strictObject({
    path,
    columns: z
      .strictObject({
        date: column.default('date'),
        value: column.default('value'),
        published: optionalColumn.describe(
          "The day on which a value was published: it counts from that day's close on. For releases and revisions.",
        ),
      })
      .prefault({}),
    published: z
      .string()
      .regex(
        PUBLISHED,
        'written like `at close`, `15 min after close`, `next open`, `1 session after` or `45 days after`',
      )
      .transform(readPublication)
      .nullable()
      .default(null)
      .describe(
        "The source's true delay, counted from the day in `columns.date`: `at close`, `15 min after close`, `next open`, `1 session after` (by its close), or `45 days after` for what is dated by the month or quarter it is about.",
      ),
  })
  .refine(({ published, columns }) => (published === null) !== (columns.published === null), {
    path: ['published'],
    message:
      'says when values are published (such as `1 session after`), or `columns.published` names the column that does',
  })
  .describe('A series from outside the market, which strategies call by its key: `external("VIX")`.');

function readPublication(text: string): Publication {
  const { minutes, next, sessions, days } = PUBLISHED.exec(text)?.groups ?? {};
  if (days !== undefined) return { by: 'days', days: Number(days) };
  if (next !== undefined) return { by: 'session', at: 'open', shift: 1, delay: 0 };
  return { by: 'session', at: 'close', shift: Number(sessions ?? 0), delay: Number(minutes ?? 0) };
}

export const series = z.record(z.string().min(1), externalSeries).default({}).describe('By the name strategies use.');
