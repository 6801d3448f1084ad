/** Whether a key can be sent at all: a header takes printable ASCII without blanks, and `fetch` would quote what it refuses. */
export function isSendableKey(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key);
}
