/** Parameters that indicators share. They take prices explicitly: nothing is read behind the author's back. */
import { value } from '../define.ts';
import { SHARES } from '../units.ts';

export const price = value('price', 'A price, mostly `close`.');
export const high = value('high', 'Highest price of the session.');
export const low = value('low', 'Lowest price of the session.');
export const close = value('close', 'Last price of the session.');
export const volume = value('volume', 'Shares traded.', { unit: SHARES });
