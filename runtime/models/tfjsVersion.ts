/** The tfjs that is installed, known without loading it; a test compares the two. */
export const TFJS_VERSION = '4.22.0';
