/** Set by the script that `searchScript` writes. */
declare var searchRows:
  | readonly (readonly [title: string, kind: string, url: string, text: string, also: string, code: string])[]
  | undefined;
