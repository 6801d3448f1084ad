/** File system errors in the reader's words. What is not one of these is passed on unchanged. */
import { UserError } from '../ports.ts';
import type { ProblemCode } from '../problems/problems.ts';

const WORDS: Readonly<Record<string, { code: ProblemCode; what: string; hint: string }>> = {
  EACCES: {
    code: 'not-writable',
    what: 'may not be written by this user',
    hint: 'choose another folder under storage in the config',
  },
  EPERM: {
    code: 'not-writable',
    what: 'may not be written by this user',
    hint: 'choose another folder under storage in the config',
  },
  EROFS: {
    code: 'not-writable',
    what: 'is on a read-only file system',
    hint: 'choose another folder under storage in the config',
  },
  ENOSPC: {
    code: 'disk-full',
    what: 'has no space left',
    hint: 'free some space and run the same command again: finished stages are kept',
  },
  EDQUOT: {
    code: 'disk-full',
    what: 'is over its quota',
    hint: 'free some space and run the same command again: finished stages are kept',
  },
  ENOTDIR: {
    code: 'not-a-folder',
    what: 'is not a folder, or lies below a file',
    hint: 'choose another folder under storage in the config',
  },
  EEXIST: {
    code: 'not-a-folder',
    what: 'is a file where a folder is needed',
    hint: 'choose another folder under storage in the config',
  },
};

export function describeFileError(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const words = code === undefined ? undefined : WORDS[code];
  if (words !== undefined) return new UserError(words.code, `${folder} ${words.what}`, [words.hint]);
  // DuckDB reports what the system said as text.
  if (error instanceof Error && /no space left|ENOSPC/i.test(error.message)) {
    return new UserError('disk-full', `${folder} has no space left`, [WORDS.ENOSPC!.hint]);
  }
  return error;
}
