/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021)
 * started from splitmix64 (Steele, Lea and Flood, 2014), as its authors recommend. The same parts give the same
 * stream on every machine; different parts give unrelated streams. Not for secrets.
 */

export interface Random {
  /** 32 random bits, 0 .. 2³² − 1. */
  uint32(): number;
  /** Uniform on [0, 1), 53 random bits. */
  uniform(): number;
  /** Standard normal (Box and Muller, 1958); two uniforms each. */
  normal(): number;
}

/** A stream named by whole numbers, such as `random(seed, STREAM, epoch)`. The order of the parts matters. */
export function random(...parts: readonly number[]): Random {
  const seed = splitmix64(keyOf(parts));
  const first = seed();
  const second = seed();
  let a = Number(first & 0xffffffffn) | 0;
  let b = Number(first >> 32n) | 0;
  let c = Number(second & 0xffffffffn) | 0;
  let d = Number(second >> 32n) | 0;

  function uint32(): number {
    const scrambled = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return scrambled >>> 0;
  }
  function uniform(): number {
    const high = uint32() >>> 5;
    const low = uint32() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }
  function normal(): number {
    // 1 − u is never 0, so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }
  return { uint32, uniform, normal };
}

/** One 32-bit number that depends on all the parts: a seed to hand to someone else. */
export function seedFrom(...parts: readonly number[]): number {
  return random(...parts).uint32();
}

/** Fisher and Yates, in place; every order equally likely. */
export function shuffle(items: Int32Array | unknown[], source: Random): void {
  for (let last = items.length - 1; last > 0; last--) {
    const chosen = Math.floor(source.uniform() * (last + 1));
    const kept = items[last]!;
    items[last] = items[chosen]!;
    items[chosen] = kept;
  }
}

function rotateLeft(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

const MASK = 0xffffffffffffffffn;

function splitmix64(start: bigint): () => bigint {
  let state = start;
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    return mix(state);
  };
}

function mix(x: bigint): bigint {
  let z = x;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return z ^ (z >> 31n);
}

/** Each part is mixed in before the next, so that (1, 2) and (2, 1) are different streams. */
function keyOf(parts: readonly number[]): bigint {
  let key = BigInt(parts.length);
  for (const part of parts) key = mix((key + 0x9e3779b97f4a7c15n + (BigInt(Math.trunc(part)) & MASK)) & MASK);
  return key;
}
