import { expect, test } from 'vitest';
import { random, seedFrom, shuffle } from '../../runtime/random.ts';

test('splitmix64 and xoshiro128** give the numbers of their published reference code', () => {
  // Both generators again, word by word as published (prng.di.unimi.it), on 64-bit integers.
  const mask = 0xffffffffffffffffn;
  const mix = (x: bigint) => {
    let z = x;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    return z ^ (z >> 31n);
  };
  // The first outputs of splitmix64 from 1234567, as listed by Rosetta Code.
  expect(mix((1234567n + 0x9e3779b97f4a7c15n) & mask)).toBe(6457827717110365317n);
  const start = mix((1n + 0x9e3779b97f4a7c15n + 42n) & mask);
  const words = [1n, 2n].map((k) => mix((start + k * 0x9e3779b97f4a7c15n) & mask));
  const s = words.flatMap((word) => [word & 0xffffffffn, word >> 32n]) as [bigint, bigint, bigint, bigint];
  const low = (x: bigint) => x & 0xffffffffn;
  const rotate = (x: bigint, k: bigint) => low(x << k) | (x >> (32n - k));
  const source = random(42);
  for (let k = 0; k < 20; k++) {
    expect(source.uint32()).toBe(Number(low(rotate(low(s[1] * 5n), 7n) * 9n)));
    const shifted = low(s[1] << 9n);
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 11n);
  }
});

test('parts name streams; their order matters', () => {
  expect(seedFrom(1, 2)).toBe(seedFrom(1, 2));
  expect(new Set([seedFrom(1, 2), seedFrom(2, 1), seedFrom(1), seedFrom(1, 2, 0), seedFrom(-1)]).size).toBe(5);
});

test('uniform and normal have their moments', () => {
  const source = random(3);
  const n = 100_000;
  const uniform = Array.from({ length: n }, () => source.uniform());
  const normal = Array.from({ length: n }, () => source.normal());
  const mean = (values: number[]) => values.reduce((total, v) => total + v, 0) / n;
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
  expect(mean(uniform)).toBeCloseTo(0.5, 2);
  expect(mean(uniform.map((u) => (u - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
  expect(mean(normal)).toBeCloseTo(0, 2);
  expect(mean(normal.map((z) => z * z))).toBeCloseTo(1, 1);
  expect(mean(normal.map((z) => z ** 4))).toBeCloseTo(3, 0);
});

test('a shuffle is a permutation, every place equally likely', () => {
  const source = random(9);
  const first = [0, 0, 0, 0];
  for (let k = 0; k < 8000; k++) {
    const items = Int32Array.of(0, 1, 2, 3);
    shuffle(items, source);
    expect([...items].sort()).toEqual([0, 1, 2, 3]);
    first[items[0]!]!++;
  }
  for (const count of first) expect(Math.abs(count - 2000)).toBeLessThan(160);
});
