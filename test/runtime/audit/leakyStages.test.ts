/** Stages that are broken on purpose are found, and named where they are broken. */
import { afterEach, expect, it, vi } from 'vitest';
import { planOf, variant } from '../../compiler/support.ts';
import { auditOf, causesOf } from '../../support/audit.ts';
import { synthetic } from '../../support/syntheticMarket.ts';

const broken = vi.hoisted(() => ({ stage: '' }));
afterEach(() => {
  broken.stage = '';
});

vi.mock(import('../../../runtime/features/normalizer.ts'), async (load) => {
  const actual = await load();
  return {
    ...actual,
    pooledMoments: (pool) => {
      const everything = { first: 0, end: pool.columns.sessions };
      return actual.pooledMoments(broken.stage === 'scaler' ? { ...pool, windows: [everything] } : pool);
    },
  };
});

vi.mock(import('../../../runtime/features/crossSections.ts'), async (load) => {
  const actual = await load();
  return {
    ...actual,
    presentOver: (eligible, complete, sessions, window) => {
      const present = actual.presentOver(eligible, complete, sessions, window);
      // Who has no features tomorrow is left out today.
      if (broken.stage === 'cross-section') {
        for (let at = 0; at < present.length; at++) {
          if (at % sessions < sessions - 1 && complete[at + 1] === 0) present[at] = 0;
        }
      }
      return present;
    },
  };
});

vi.mock(import('../../../runtime/models/inference.ts'), async (load) => {
  const actual = await load();
  return {
    ...actual,
    predictInParts: async (...given) => {
      const predictions = await actual.predictInParts(...given);
      const best = predictions.reduce((most, value) => Math.max(most, value), 0);
      return broken.stage === 'predictions' ? predictions.map((value) => value / best) : predictions;
    },
  };
});

vi.mock(import('../../../runtime/book/rows.ts'), async (load) => {
  const actual = await load();
  return {
    ...actual,
    panelRows: (panel, stocks, sessions) => {
      const rows = actual.panelRows(panel, stocks, sessions);
      if (broken.stage !== 'book') return rows;
      return { row: (session) => rows.row(Math.min(session + 1, sessions - 1)) };
    },
  };
});

const causes = async () =>
  causesOf(await auditOf(planOf(variant('features { now = open / close }')), synthetic(24), 2)).map(({ text }) => text);

it.each([
  ['', []],
  ['scaler', ['mean and sd fitted on train']],
  ['cross-section', ['cross-section: eligible, with every feature over the window']],
  ['predictions', ['predictions']],
  ['book', ['target']],
])('broken: %s', async (stage, expected) => {
  broken.stage = stage;
  expect(await causes()).toEqual(expected);
});
