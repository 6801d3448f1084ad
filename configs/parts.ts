/** Parts that sections of a config share. */
import * as z from 'zod';

export const path = z.string().min(1);
export const column = z.string().min(1);
export const optionalColumn = column.nullable().default(null);
