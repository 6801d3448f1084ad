/** A name whose smoothed weight is below one basis point and whose target is zero is dropped. */
export const DUST = 1e-4;
