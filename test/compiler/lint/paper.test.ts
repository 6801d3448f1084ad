/** When the paper account runs, against the hours of the exchange: worked out by hand, in minutes of New York. */
import { describe, expect, test } from 'vitest';
import { findings, variant } from '../support.ts';

const found = (execution: string, at: string) =>
  findings(variant(`execution { ${execution} }\n  paper { at ${at} }`)).filter((code) => code.startsWith('paper'));
const OVERNIGHT = 'decide at close, 15min later\n fill at next open';

describe('between the decision, 16:15, and the fill, 9:30', () => {
  test.each(['16:15 America/New_York', '23:59 America/New_York', '9:29 America/New_York'])('%s', (at) => {
    expect(found(OVERNIGHT, at)).toEqual([]);
  });

  test.each(['16:14 America/New_York', '9:30 America/New_York', '12:00 America/New_York'])('but not %s', (at) => {
    expect(found(OVERNIGHT, at)).toEqual([`paper-out-of-time: at ${at}`]);
  });

  // Berlin is six hours ahead, and five for some weeks in March and in autumn; Tokyo is 14 in winter and 13 in summer.
  test.each([
    ['23:15 Europe/Berlin', false],
    ['22:15 Europe/Berlin', false],
    ['22:14 Europe/Berlin', true],
    ['14:29 Europe/Berlin', false],
    ['14:31 Europe/Berlin', true],
    ['6:14 Asia/Tokyo', true],
    ['6:15 Asia/Tokyo', false],
    ['5:15 Asia/Tokyo', true],
  ])('%s: wrong in some week is %s', (at, wrong) => {
    expect(found(OVERNIGHT, at)).toHaveLength(wrong ? 1 : 0);
  });
});

describe('a fill at the close is at 13:00 on short days', () => {
  test.each([
    ['12:59', false],
    ['13:00', true],
    ['15:00', true],
    ['16:00', false],
  ])('%s: too late is %s', (at, wrong) => {
    expect(found('decide at close\n fill at next close', `${at} America/New_York`)).toHaveLength(wrong ? 1 : 0);
  });
});

test('who fills at the price of the decision may run until the next session', () => {
  const auction = 'decide at close\n fill at close\n allow same_close_fill "test"';
  expect(found(auction, '16:15 America/New_York')).toEqual([]);
  expect(found(auction, '15:45 America/New_York')).toHaveLength(1);
});

test('a market without hours of its own has no such time', () => {
  const statements = 'universe { calendar weekdays }\n  paper { at 3:00 Asia/Tokyo }';
  expect(findings(variant(statements)).filter((code) => code.startsWith('paper'))).toEqual([]);
});
