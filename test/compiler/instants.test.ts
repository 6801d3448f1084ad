/** The order of instants, and that everything which decides an order is held to it, wherever it stands. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareInstants, type Hours, isKnownBy, later, settled, shifted } from '../../compiler/expression/instants.ts';
import { FIELDS } from '../../stdlib/registry.ts';
import type { Availability, Instant } from '../../stdlib/types.ts';
import { arrivalsAfter, compileText, findings, planOf } from './support.ts';

const instant: fc.Arbitrary<Instant> = fc.record({
  at: fc.constantFrom('open', 'close'),
  shift: fc.integer({ min: -3, max: 3 }),
  delay: fc.constantFrom(0, 1, 15, 200, 1000, 1200, 3000),
});

describe('instants', () => {
  test('go open, close, open of the next session; minutes after them', () => {
    const inOrder: Instant[] = [
      { at: 'close', shift: -1, delay: 0 },
      { at: 'close', shift: -1, delay: 15 },
      { at: 'open', shift: 0, delay: 0 },
      { at: 'open', shift: 0, delay: 30 },
      { at: 'close', shift: 0, delay: 0 },
      { at: 'open', shift: 1, delay: 0 },
    ];
    inOrder.forEach((a, i) => {
      inOrder.forEach((b, k) => {
        expect(Math.sign(compareInstants(a, b))).toBe(Math.sign(i - k));
        expect(isKnownBy(a, b)).toBe(i <= k);
      });
    });
    expect(isKnownBy('always', inOrder[0]!)).toBe(true);
  });

  /** Minutes from the open of t, where every session and every break lasts so long. */
  const clock = ({ at, shift, delay }: Instant, { session, break: pause }: Hours) =>
    shift * (session + pause) + (at === 'close' ? session : 0) + delay;
  const shortest: Hours = { session: 210, break: 1050 };

  test('settled is the same time of the clock on the shortest sessions, and never before it on longer ones', () => {
    fc.assert(
      fc.property(instant, fc.nat(300), fc.nat(5000), (before, longer, weekend) => {
        const after = settled(before, shortest);
        expect(clock(after, shortest)).toBe(clock(before, shortest));
        expect(after.delay).toBeLessThan(after.at === 'open' ? shortest.session : shortest.break);
        const hours = { session: 210 + longer, break: 1050 + weekend };
        expect(clock(after, hours)).toBeGreaterThanOrEqual(clock(before, hours));
      }),
    );
  });

  test('settled compare as the clock does, also where a session begins when the last one ends', () => {
    for (const hours of [shortest, { session: 1440, break: 0 }]) {
      fc.assert(
        fc.property(instant, instant, (a, b) => {
          const [left, right] = [settled(a, hours), settled(b, hours)];
          const byClock = Math.sign(clock(a, hours) - clock(b, hours));
          // Where the break is nothing, a close and the next open are one time and two instants.
          const order = Math.sign(compareInstants(left, right));
          expect(byClock === 0 && hours.break === 0 ? 0 : order).toBe(byClock);
        }),
      );
    }
  });
});

// ── Expressions ────────────────────────────────────────────────────────────────────────────────────────────────

/** An expression and when it is known, worked out beside the compiler: the latest of its leaves, each as far back as it is lagged. */
interface Known {
  readonly text: string;
  readonly known: Availability;
}

const leaf: fc.Arbitrary<Known> = fc.constantFrom<Known>(
  { text: 'returns(open, 1d)', known: { at: 'open', shift: 0, delay: 0 } },
  ...['high', 'low', 'close'].map(
    (name): Known => ({ text: `returns(${name}, 1d)`, known: { at: 'close', shift: 0, delay: 0 } }),
  ),
  { text: '1.5', known: 'always' },
);

const { tree } = fc.letrec<{ tree: Known }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('tree'), tie('tree'), fc.constantFrom('+', '-'))
      .map(([a, b, sign]) => ({ text: `(${a.text} ${sign} ${b.text})`, known: later(a.known, b.known) })),
    fc
      .tuple(tie('tree'), fc.integer({ min: 1, max: 9 }))
      .map(([{ text, known }, n]) => ({ text: `lag(${text}, ${n}d)`, known: shifted(known, -n) })),
    fc
      .tuple(tie('tree'), fc.constantFrom('mean', 'highest', 'ewma', 'sum', 'median'), fc.integer({ min: 1, max: 9 }))
      .map(([{ text, known }, name, n]) => ({ text: `${name}(${text}, ${n}d)`, known })),
    fc
      .tuple(tie('tree'), tie('tree'))
      .map(([a, b]) => ({ text: `where(${a.text} > ${b.text}, ${b.text}, 1.5)`, known: later(a.known, b.known) })),
  ),
}));

const AT = { open: { at: 'open', shift: 0, delay: 0 }, close: { at: 'close', shift: 0, delay: 0 } } as const;

function deciding(at: 'open' | 'close', body: string): string {
  const execution = `execution {\n decide at ${at}\n fill at next open\n}`;
  return `use opening\n\nstrategy mine extends opening {\n${execution}\n${body}\n}\n`;
}

test('what an expression is made of says when it is known, and that whether it may decide', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom('open' as const, 'close' as const), ({ text, known }, at) => {
      // Beside `open`, lest it be a constant.
      const { plan, diagnostics } = compileText(deciding(at, `features { probe = open / lag(open, 99d) + ${text} }`));
      const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      expect(errors).toEqual(isKnownBy(known, AT[at]) ? [] : ['looks-ahead']);
      const node = plan?.expressions[plan.features.features.at(-1)!.node];
      if (node !== undefined) expect(node.availability).toEqual(later(known, AT.open));
    }),
    { numRuns: 300 },
  );
});

// ── Places ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where market data may decide an order, with a value made of a field of any unit. */
const PLACES: Readonly<Record<string, (value: string) => string>> = {
  'a feature': (value) => `features { probe = ${value} }`,
  'a feature through a definition': (value) => `probe = ${value}\nfeatures { signal = 2 * probe }`,
  'a condition of the universe': (value) => `universe { require ${value} > 0 }`,
  'a filter of the longs': (value) => `portfolio { long top 5 by prediction where ${value} > 0 gross 50% }`,
  'a filter of the shorts': (value) => `portfolio { short bottom 5 by prediction where ${value} > 0 gross 50% }`,
};
/** All numbers; a classification has a test of its own. */
const fields = FIELDS.filter(({ scope, kind }) => scope === 'market' && kind !== 'groups').map(({ name }) => name);
const cases = Object.entries(PLACES).flatMap(([place, body]) => fields.map((name) => [place, name, body] as const));

describe('every field of the market in every place', () => {
  test.each(cases)('%s: %s', (_place, name, body) => {
    const at = (instant: 'open' | 'close', value: string) => findings(deciding(instant, body(value)));
    expect(at('close', `${name} / mean(${name}, 20d)`)).toEqual([]);
    expect(at('open', `lag(${name}, 1d) / lag(mean(${name}, 20d), 1d)`)).toEqual([]);
    const today = at('open', `${name} / mean(lag(${name}, 1d), 20d)`);
    if (name === 'open') expect(today).toEqual([]);
    else expect(today).toEqual([expect.stringMatching(/^looks-ahead: /)]);
  });

  test.each(cases)('%s: %s, which arrives a quarter of an hour after the close', (_place, name, body) => {
    // Of the parent, what needs bars of today itself is taken away.
    const quiet = 'strategy quiet extends opening {\n features { no gap }\n risk { no stop when }\n}';
    const codes = (instant: string, value: string) => {
      const program = deciding('close', body(value)).replace('extends opening', 'extends quiet');
      const text = program.replace('decide at close', `decide at ${instant}`).replace('strategy', `${quiet}\nstrategy`);
      return compileText(text, { strategy: 'mine', arrivals: arrivalsAfter(15) }).diagnostics.map(({ code }) => code);
    };
    const today = `${name} / mean(${name}, 20d)`;
    expect(codes('close', `lag(${today}, 1d)`)).toEqual([]);
    expect(codes('close', today)).toEqual(['data-arrives-late']);
    expect(codes('close, 14min later', today)).toEqual(['data-arrives-late']);
    expect(codes('close, 15min later', today)).toEqual([]);
  });
});

test('a classification is known at the open, and does not come with the bars', () => {
  const within = (value: string) => `features { probe = demean(${value}, by: sector) }`;
  expect(findings(deciding('open', within('lag(close, 1d) / lag(close, 2d)')))).toEqual([]);
  const known = { arrivals: arrivalsAfter(1100, 2) };
  const quiet =
    'strategy quiet extends opening {\n universe { no require }\n features { no gap; no momentum }\n risk { no stop when }\n}';
  const program = deciding('open', within('lag(close, 2d) / lag(close, 3d)')).replace(
    'extends opening',
    'extends quiet',
  );
  const text = program.replace('strategy', `${quiet}\nstrategy`);
  expect(compileText(text, { strategy: 'mine', ...known }).diagnostics.map(({ code }) => code)).toEqual([]);
});

test('opens may arrive before their bars; what is made of both waits for the later one', () => {
  const quiet =
    'strategy quiet extends opening {\n universe { no require }\n features { no gap; no momentum }\n risk { no stop when }\n}';
  const codes = (decide: string, feature: string) => {
    const program = deciding('open', `features { probe = ${feature} }`).replace('extends opening', 'extends quiet');
    const text = program.replace('decide at open', `decide at ${decide}`).replace('strategy', `${quiet}\nstrategy`);
    return compileText(text, { strategy: 'mine', arrivals: arrivalsAfter(1100, 2) }).diagnostics.map(
      ({ code }) => code,
    );
  };
  // Opens two minutes after the open; bars in the night, 50 minutes after the next open at the earliest.
  expect(codes('open', 'open / lag(open, 1d)')).toEqual(['data-arrives-late']);
  expect(codes('open, 2min later', 'open / lag(open, 1d)')).toEqual([]);
  expect(codes('open, 2min later', 'open / lag(close, 1d)')).toEqual(['data-arrives-late']);
  expect(codes('open, 49min later', 'open / lag(close, 1d)')).toEqual(['data-arrives-late']);
  expect(codes('open, 50min later', 'open / lag(close, 1d)')).toEqual([]);
  expect(codes('open, 2min later', 'open / lag(close, 2d)')).toEqual([]);
  expect(codes('close, 50min later', 'open / lag(close, 1d)')).toEqual([]);
});

test('what an include brings is blamed on the include that stands in the strategy, once', () => {
  const libraries = {
    inner: 'universe liquid {\n require volume > 0 shares\n require dollar_volume > 0 USD\n}',
    outer:
      'use inner\nuniverse tradable { include liquid }\nfeatures pair {\n up = close / open\n down = low / open\n}',
  };
  const program = deciding('open', 'universe { include tradable }\nfeatures { include pair; own = high / open }');
  expect(findings(`use outer\n${program}`, { libraries })).toEqual([
    'looks-ahead: tradable',
    'looks-ahead: pair',
    'looks-ahead: high',
  ]);
});

// ── Decision and fill ──────────────────────────────────────────────────────────────────────────────────────────

describe('decision and fill', () => {
  const execution = (decide: string, fill: string) =>
    findings(
      deciding('open', '').replace('decide at open\n fill at next open', `decide at ${decide}\n fill at ${fill}`),
    );
  test.each([
    ['open', 'open', 'same-open-fill: fill at open'],
    ['open', 'close', null],
    ['open', 'next open', null],
    ['open', 'next close', 'fills-after-next-decision: fill at next close'],
    ['close', 'open', 'fills-before-decision: fill at open'],
    ['close', 'close', 'same-close-fill: fill at close'],
    ['close', 'next open', null],
    ['close', 'next close', null],
    ['open, 30min later', 'open', 'fills-before-decision: fill at open'],
    ['open, 30min later', 'close', null],
    ['open, 30min later', 'next open', null],
    ['close, 30min later', 'close', 'fills-before-decision: fill at close'],
    ['close, 30min later', 'next open', null],
    ['close, 1049min later', 'next open', null],
    ['close, 1050min later', 'next open', 'out-of-bounds: 1050min'],
    ['open, 210min later', 'close', 'out-of-bounds: 210min'],
    ['open, 1w later', 'close', 'out-of-bounds: 1w'],
    ['open, 0min later', 'close', 'out-of-bounds: 0min'],
    ['open, 2.5min later', 'close', 'not-whole: 2.5min'],
    ['open, 30 later', 'close', 'unit-missing: 30'],
    ['open, 1d later', 'close', 'wrong-unit: 1d'],
  ])('decide at %s, fill at %s', (decide, fill, finding) => {
    expect(execution(decide, fill)).toEqual(finding === null ? [] : [finding]);
  });

  test.each([
    ['close', 'close', { at: 'close', shift: 0 }],
    ['close', 'next open', { at: 'open', shift: 0 }],
    ['close', 'next close', { at: 'close', shift: 0 }],
    ['open', 'open', { at: 'open', shift: 0 }],
    ['open', 'close', { at: 'close', shift: -1 }],
    ['open', 'next open', { at: 'open', shift: 0 }],
  ])('decide at %s, fill at %s: the book is known up to its last fill', (decide, fill, known) => {
    const execution = `decide at ${decide}\n fill at ${fill}\n allow same_${decide}_fill "a test"`;
    const text = deciding('open', 'risk { stop when sharpe(60d) < 0 then flatten }');
    const program = text.replace('decide at open\n fill at next open', execution);
    const plan = planOf(fill === decide ? program : program.replace(/\n allow .*/, ''));
    const stops = plan.risk.stops.map(({ left }) => plan.expressions[left]);
    expect(stops.map((node) => node?.op)).toEqual(['field', 'sharpe']);
    for (const node of stops) expect(node?.availability).toEqual({ ...known, delay: 0 });
    const score = plan.expressions[plan.portfolios[0]!.long!.score];
    expect(score?.availability).toEqual({ at: decide, shift: 0, delay: 0 });
  });

  test('the minutes are in the plan, change the book, and nothing before it', () => {
    const [now, later] = ['close', 'close, 30min later'].map((decide) =>
      planOf(deciding('open', '').replace('decide at open', `decide at ${decide}`)),
    );
    expect(now?.execution).toEqual({
      decideAt: 'close',
      delay: 0,
      fillAt: 'next open',
      shares: 'fractional',
      participation: null,
    });
    expect(later?.execution).toEqual({ ...now?.execution, delay: 30 });
    expect(later?.stages.predictions).toBe(now?.stages.predictions);
    expect(later?.stages.book).not.toBe(now?.stages.book);
    expect(later?.origins['execution.delay']?.by).toBe('file');
  });

  test('when data arrive is no part of the plan', () => {
    const program = deciding('close', '').replace('decide at close', 'decide at close, 30min later');
    const { plan } = compileText(program, { arrivals: arrivalsAfter(15) });
    expect(plan).toEqual(planOf(program));
  });
});
