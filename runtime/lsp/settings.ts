/** What a client may set when it starts the server: `initializationOptions`. */
import { INLAYS, type InlayOptions } from '../../compiler/service/inlays.ts';

/** `{ "inlayHints": { "reach": true, "derived": true, "defaults": false } }`; what is not said, or no truth, is as ever. */
export function inlaySettings(options: unknown): InlayOptions {
  const given = memberOf(options, 'inlayHints');
  const truth = (name: keyof InlayOptions): boolean => {
    const value = memberOf(given, name);
    return typeof value === 'boolean' ? value : INLAYS[name];
  };
  return { reach: truth('reach'), derived: truth('derived'), defaults: truth('defaults') };
}

function memberOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[name] : undefined;
}
