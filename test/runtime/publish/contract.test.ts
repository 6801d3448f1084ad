/** The check of the contract notices what it is there for: else nothing that passes it says anything. */
import { describe, expect, test } from 'vitest';
import { type Exchange, hasContract, readContract } from '../../support/qdrant/contract.ts';

const GOOD: Exchange = {
  method: 'PUT',
  path: '/collections/trading_results/points?wait=true',
  request: { points: [{ id: '3a0c7f3e-5b0e-5c0d-8f6f-4b0ea1d47a1f', payload: { a: 1 }, vector: { decision: [0.5] } }] },
  status: 200,
  response: { usage: null, result: { operation_id: 1, status: 'completed' }, status: 'ok', time: 0.001 },
};

describe.skipIf(!hasContract)('an exchange that Qdrant does not describe', () => {
  const violations = (changed: Partial<Exchange>) => readContract().violations({ ...GOOD, ...changed });

  test('as it is described', () => {
    expect(violations({})).toEqual([]);
  });

  test.each<[string, Partial<Exchange>]>([
    ['a place that there is not', { path: '/collections/trading_results/pints' }],
    ['another method', { method: 'PATCH' }],
    ['a parameter that there is not', { path: '/collections/trading_results/points?wate=true' }],
    ['an id that is no UUID', { request: { points: [{ id: 'AAPL', vector: {} }] } }],
    ['a point without vectors', { request: { points: [{ id: 1 }] } }],
    ['a field that nobody knows', { request: { points: [], upsert: true } }],
    ['no body', { request: undefined }],
    ['an answer of another form', { response: { result: { status: 'fine' }, status: 'ok', time: 0 } }],
    ['a refusal of another form', { status: 400, response: { status: { error: 7 } } }],
  ])('%s', (_, changed) => {
    expect(violations(changed)).toHaveLength(1);
  });
});
