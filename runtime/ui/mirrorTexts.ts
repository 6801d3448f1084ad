/** An account at a broker elsewhere, in words that the screen, the plain lines and `strat doctor` share. */
import type { MirrorStatus } from '../paper/status/mirror.ts';
import { count, percent } from './format.ts';

/** `10 of 12 filled, 1 rejected, 1 waiting`, of the last session that had any. */
export function ordersText({ orders }: MirrorStatus): string {
  if (orders === null) return 'no order as yet';
  const others = new Map<string, number>();
  for (const { state, filled } of orders.unfilled) {
    const name = filled !== 0 ? 'filled in part' : state;
    others.set(name, (others.get(name) ?? 0) + 1);
  }
  const rest = [...others].map(([name, number]) => `, ${count(number)} ${name}`).join('');
  return `${count(orders.filled)} of ${count(orders.all)} filled${rest}`;
}

/** `12 handed over on 2022-01-05` and how they went. */
export function handedOverText(mirror: MirrorStatus): string {
  if (mirror.orders === null) return ordersText(mirror);
  const { day, handedOver } = mirror.orders;
  return `${count(handedOver)} orders of ${day} handed over: ${ordersText(mirror)}`;
}

/** `1.20% of equity from the book on 2022-01-05, at most 5.00%` */
export function apartText({ apart }: MirrorStatus): string {
  if (apart === null) return 'not compared with the book as yet';
  const most = apart.most === null ? '' : `, at most ${percent(apart.most)}`;
  return `${percent(apart.figure)} of equity from the book on ${apart.day}${most}`;
}

/** What is wrong, and what to do; null: nothing. */
export function stopText({ stoppedBy }: MirrorStatus): { readonly what: string; readonly advice: string } | null {
  if (stoppedBy === null) return null;
  if (stoppedBy === 'broker-apart') {
    return {
      what: 'the positions at the broker are too far from the book: stopped',
      advice: 'look which orders were not filled, or raise `paper.broker.most_apart`',
    };
  }
  return {
    what: 'the broker holds other positions than its answers come to: stopped',
    advice: 'find out why; `--accept-positions` goes on from what is held there',
  };
}
