/** A quarter less and a quarter more of a param, as `--set` takes it. */
import { expect, test } from 'vitest';
import type { ParamSpec } from '../../../compiler/plan.ts';
import { movedTexts } from '../../../runtime/cli/variants.ts';

const param = (text: string, value: number, from: number | null = null, to: number | null = null): ParamSpec => ({
  name: 'p',
  value,
  text,
  from,
  to,
  setBy: 'file',
});
const texts = (of: ParamSpec) => movedTexts(of).map(({ text }) => text);

test.each<[string, ParamSpec, string[]]>([
  ['a count stays whole', param('38', 38), ['29', '48']],
  ['a number does not', param('0.15', 0.15), ['0.1125', '0.1875']],
  ['sessions are counted', param('20d', 20), ['15d', '25d']],
  ['a share keeps its sign of percent', param('8%', 0.08), ['6%', '10%']],
  ['basis points may be parts', param('5 bps', 0.0005), ['3.75 bps', '6.25 bps']],
  ['an amount of money', param('1_000_000 USD', 1e6), ['750000 USD', '1250000 USD']],
  ['a small count moves by one', param('1', 1, 0, 5), ['0', '2']],
  ['bounds are kept, in the unit they are in', param('8%', 0.08, 0.07, 0.09), ['7%', '9%']],
  ['at a bound there is one other value', param('5', 5, 5, 40), ['6']],
  ['a negative number', param('-2%', -0.02), ['-1.5%', '-2.5%']],
  ['of zero there is no part', param('0', 0), []],
])('%s', (_, of, expected) => {
  expect(texts(of)).toEqual(expected);
});

test('the factor is that of the value which could be had', () => {
  expect(movedTexts(param('38', 38)).map(({ factor }) => factor)).toEqual([29 / 38, 48 / 38]);
});
