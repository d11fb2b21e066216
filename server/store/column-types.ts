/** ISO 8601 text. */
export type IsoInstant = string;

export type Truth = 0 | 1;
